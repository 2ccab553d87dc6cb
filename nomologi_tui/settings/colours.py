"""The colours of the app: two built-in sets, a person's own as files, and whether text can be read on them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.settings.config_file import ConfigFile, parse, read_text
from nomologi_tui.settings.forms import theme as theme_name
from nomologi_tui.settings.setting import nearest

AUTO, ANSI = "auto", "ansi"
READABLE = 4.5  # to 1, as WCAG 2.2 asks of text (AA)
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
TEXTS = ("foreground", "muted", "primary", "error", "warning", "success", "accent")  # what is written on a background
GROUNDS = ("background", "surface", "field")
COLOURS = (*TEXTS, *GROUNDS, "line")


@dataclass(frozen=True, slots=True)
class Colours:
    """A theme: `dark` says of which kind; each colour is `#rrggbb`."""

    name: str
    dark: bool
    colours: Mapping[str, str]

    def __getitem__(self, what: str) -> str:
        return self.colours[what]


BUILT_IN = {
    "dark": Colours("dark", True, {
        "background": "#121212", "surface": "#1e1e1e", "field": "#262626", "line": "#4a4a4a", "foreground": "#e0e0e0",
        "muted": "#a8a8a8", "primary": "#6cb6ff", "error": "#ff8a80", "warning": "#ffb74d", "success": "#7ddc90",
        "accent": "#ffa62b",
    }),
    "light": Colours("light", False, {
        "background": "#fafafa", "surface": "#f0f0f0", "field": "#e8e8e8", "line": "#b0b0b0", "foreground": "#1c1c1c",
        "muted": "#525252", "primary": "#0b57a4", "error": "#a8201a", "warning": "#7a4a00", "success": "#19602b",
        "accent": "#8a3c00",
    }),
}  # fmt: skip


def names(folder: Path) -> list[str]:
    """What the setting `theme` may be: auto, the built-in ones, the files of `folder`."""
    own = sorted(one.stem for one in folder.glob("*.toml")) if folder.is_dir() else []
    return [AUTO, *BUILT_IN, ANSI, *(name for name in own if name not in BUILT_IN)]


def find(name: str, folder: Path) -> Colours:
    """The colours of that name. Raises NotFoundError, BadInputError with the line for a file that is not right."""
    if name in BUILT_IN:
        return BUILT_IN[name]
    try:
        path = folder / f"{theme_name(name)}.toml"
    except ValueError:
        raise NotFoundError("That can't be the name of a theme.", "See: nomologi config themes") from None
    if not path.exists():
        raise NotFoundError(
            f"There is no theme “{name}”.",
            nearest(name, names(folder)) or f"Make {path}, or see: nomologi config themes",
        )
    text = read_text(path)
    return read_colours(ConfigFile(path, text, parse(path, text)))


def read_colours(file: ConfigFile) -> Colours:
    """A theme's file. What it leaves out is that of the built-in one of its kind. Raises BadInputError."""
    file.check_names(["dark", *COLOURS], "colour of ours")
    dark = file.values.get("dark", True)
    if not isinstance(dark, bool):
        raise BadInputError(f"{file.place('dark')}: dark is neither true nor false.", "Write dark = true.")
    for name, colour in file.values.items():
        if name != "dark" and not (isinstance(colour, str) and _HEX.fullmatch(colour)):
            raise BadInputError(f"{file.place(name)}: {name} is no colour.", 'Write one such as "#ff8800".')
    colours = {**BUILT_IN["dark" if dark else "light"].colours, **{k: v for k, v in file.values.items() if k != "dark"}}
    found = Colours(file.path.stem, dark, colours)
    for text, ground, ratio in hard_to_read(found):
        culprit = text if text in file.values else ground
        raise BadInputError(
            f"{file.place(culprit)}: {text} on {ground} is hard to read, {ratio:.1f} to 1.", f"{READABLE} are needed."
        )
    return found


def hard_to_read(colours: Colours) -> Iterator[tuple[str, str, float]]:
    """Each text and background whose contrast is too low."""
    for text in TEXTS:
        for ground in GROUNDS:
            ratio = contrast(colours[text], colours[ground])
            if ratio < READABLE:
                yield text, ground, ratio


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, from 1 to 21, by WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[i : i + 2] for i in (0, 2, 4)]
    shares = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def of_terminal(environ: Mapping[str, str]) -> str:
    """What `auto` stands for: by what the terminal says of itself, which costs no question to it.

    COLORFGBG ends in the number of its background: 7 and 15 are light. Where there are 16 colours at most, its own ones
    are used.
    """
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    term = environ.get("TERM", "")
    rich = environ.get("COLORTERM", "") in ("truecolor", "24bit") or term.endswith(("256color", "-kitty"))
    if term and not rich:
        return ANSI
    return "light" if ground in ("7", "15") else "dark"
