"""The real web server on loopback that the kinds for HTTP log in at, the real OpenSSH, PostgreSQL and MariaDB."""

from tests.blocks.conftest import mariadb, postgres, sshd, web

__all__ = ["mariadb", "postgres", "sshd", "web"]  # fixtures
