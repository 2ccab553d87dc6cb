"""Kinds of connection, one small file each; what an author needs for another one."""

from nomologi_tui.providers.base import Provider, provider

__all__ = ["Provider", "provider"]
