"""What ctrl+p searches, loaded when it is first pressed."""

from collections.abc import Callable

from textual.command import Provider


def _commands() -> type[Provider]:
    from nomologi_tui.screens.palette.palette import Commands

    return Commands


def _places() -> type[Provider]:
    from nomologi_tui.screens.palette.palette import Places

    return Places


PALETTE: set[type[Provider] | Callable[[], type[Provider]]] = {_commands, _places}
