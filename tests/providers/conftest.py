"""The real web server on loopback that the kinds for HTTP log in at."""

from tests.blocks.conftest import web

__all__ = ["web"]  # a fixture
