import sys

import pytest

from nomologi_tui.blocks.tools.messages import desktop_address


@pytest.mark.parametrize(
    ("platform", "environment", "address"),
    [
        ("darwin", {}, "macosx://"),
        ("linux", {"DISPLAY": ":0", "DBUS_SESSION_BUS_ADDRESS": "unix:x"}, "dbus://"),
        ("linux", {"DISPLAY": ":0"}, ""),
        ("linux", {"DBUS_SESSION_BUS_ADDRESS": "unix:x"}, ""),
    ],
)
def test_a_desktop_is_used_only_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], address: str
) -> None:
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert desktop_address() == address
