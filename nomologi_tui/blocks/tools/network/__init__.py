"""Other machines of the network: whether they answer, which are new, how one is woken."""
