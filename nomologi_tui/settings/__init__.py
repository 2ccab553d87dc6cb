"""Places and settings: read once at start from the environment and config.toml, then handed down."""

from nomologi_tui.settings.places import APP, APPLICATION_ID, Places, find_places, prepare
from nomologi_tui.settings.values import DEFAULT_PORT, SETTINGS, Settings, load_settings, own_values, personal
from nomologi_tui.settings.zones import local_zone

__all__ = [
    "APP", "APPLICATION_ID", "DEFAULT_PORT", "SETTINGS", "Places", "Settings", "find_places", "load_settings",
    "local_zone", "own_values", "personal", "prepare",
]  # fmt: skip
