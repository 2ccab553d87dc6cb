"""The real web server on loopback that the kinds for HTTP log in at, the real OpenSSH and PostgreSQL."""

from tests.blocks.conftest import postgres, sshd, web

__all__ = ["postgres", "sshd", "web"]  # fixtures
