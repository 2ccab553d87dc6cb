"""The guided flow without a screen: from a goal to steps with values, kept as a draft."""
