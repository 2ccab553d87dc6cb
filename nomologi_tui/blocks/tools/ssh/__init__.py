"""Other machines by SSH: the login, a command, files by SFTP."""
