"""Logging in by OAuth 2: what kinds of connection share. Why it is our own: the decision “Logins by OAuth 2”."""

from nomologi_tui.providers.login.service import Endpoints, LoggedIn, Service, own_page

__all__ = ["Endpoints", "LoggedIn", "Service", "own_page"]
