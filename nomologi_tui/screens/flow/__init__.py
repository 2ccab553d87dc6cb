"""The guided flow: its three forms, and what stands beside them."""
