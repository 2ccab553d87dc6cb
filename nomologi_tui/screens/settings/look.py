"""How the app looks and which keys it takes: the settings `theme` and [keys], as Textual has them."""

import os
from pathlib import Path
from typing import Any

from textual.app import App
from textual.theme import BUILTIN_THEMES, Theme

from nomologi_tui.errors import NomologiError
from nomologi_tui.settings import Settings
from nomologi_tui.settings.colours import ANSI, AUTO, Colours, find, of_terminal


def dress(app: App[Any], settings: Settings) -> list[str]:
    """Give the app the colours and keys of these settings; what of them does not count, in sentences."""
    theme, problems = theme_of(settings)
    app.register_theme(theme)
    app.theme = theme.name
    from nomologi_tui.settings.keymap import use

    keys: dict[str, str] = {}
    use({})
    if settings.keys:  # else nothing of it is loaded
        from nomologi_tui.settings.config_file import read_config
        from nomologi_tui.settings.keymap import check

        found = check(settings.keys, read_config(settings.places.config_file).place)
        keys = {id_: ",".join(one) for id_, one in found.keys.items()}
        use(found.keys)
        problems += found.problems.values()
    app.set_keymap(keys)
    return problems


def theme_of(settings: Settings) -> tuple[Theme, list[str]]:
    """The theme that the settings name; one that can't be used is told, and `auto` takes its place."""
    try:
        return _named(settings.theme, settings.places.config / "themes"), []
    except NomologiError as error:
        return _named(AUTO, Path()), [str(error)]


def _named(name: str, folder: Path) -> Theme:
    if name == AUTO:
        name = of_terminal(os.environ)
    if name != ANSI:
        return made_of(find(name, folder))
    light = os.environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
    return BUILTIN_THEMES["ansi-light" if light else "ansi-dark"]


def made_of(colours: Colours) -> Theme:
    """Textual's theme with these colours; each word of text that we use gets one of ours, which is readable."""
    states = ("primary", "error", "warning", "success", "accent")
    return Theme(
        name=f"nomologi-{colours.name}", dark=colours.dark, primary=colours["primary"], secondary=colours["primary"],
        error=colours["error"], warning=colours["warning"], success=colours["success"], accent=colours["accent"],
        foreground=colours["foreground"], background=colours["background"], surface=colours["surface"],
        panel=colours["line"], boost=colours["field"],
        variables={
            "text": colours["foreground"], "text-muted": colours["muted"], "foreground-muted": colours["muted"],
            **{f"text-{state}": colours[state] for state in states},
            "footer-background": colours["background"], "footer-foreground": colours["foreground"],
            "footer-key-foreground": colours["accent"], "footer-description-foreground": colours["foreground"],
            "input-cursor-background": colours["foreground"], "input-cursor-foreground": colours["background"],
        },
    )  # fmt: skip
