"""How a release is made: built twice and compared, looked through, and told what to push. Nothing is pushed here."""
