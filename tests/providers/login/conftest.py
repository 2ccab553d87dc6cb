"""A provider on loopback that is in any mood."""

import pytest

from nomologi_tui.providers.login import Service
from tests.blocks.conftest import second_web, web
from tests.blocks.web import WebServer

__all__ = ["second_web", "web"]  # fixtures


@pytest.fixture
def service(web: WebServer) -> Service:
    return Service(web.url, "nomologi", scopes=("openid", "offline_access"))
