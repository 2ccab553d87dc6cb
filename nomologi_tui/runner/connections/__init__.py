"""What a step needs of a connection, and logins that stay good."""
