"""The real web server on loopback that the kinds for HTTP log in at, and the real OpenSSH."""

from tests.blocks.conftest import sshd, web

__all__ = ["sshd", "web"]  # fixtures
