"""`describe()`: the single reading of a config model. Form, `--set`, schema, docs and scrubbing come from it."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError, WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from nomologi_tui.blocks.filled import FILLED
from nomologi_tui.blocks.problems import check_port, no_text, place_of, sentence_of, shown, shown_name, too_long
from nomologi_tui.settings.setting import nearest
from nomologi_tui.text import shorten, show_duration

Kind = Literal[
    "text", "multiline", "template", "command", "path", "folder", "url", "address", "host", "expression", "secret",
    "zone", "time", "duration", "integer", "number", "boolean", "choice", "list", "mapping", "groups", "connection",
    "items",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hint:
    """How a field is edited and filled in. `template`: the engine fills in `{{ … }}` before the model is built."""

    kind: Kind
    template: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Serves:
    """Beside `ConnectionRef`: which connections fit, by what their kind serves (`http`, `mail`) or its name."""

    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instead:
    """Beside a text: the template whose value the block takes where the field is empty, such as `{{ event.uid }}`."""

    template: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a config model, as every reader of it sees it."""

    name: str
    label: str
    help: str
    kind: Kind
    required: bool
    default: Any = None
    choices: tuple[str, ...] = ()
    example: str = ""
    item: Kind = "text"  # of a list
    template: bool = False
    secret: bool = False
    uses: tuple[str, ...] = ()  # of a connection; empty: any fits
    instead: str = ""  # the template that the block fills in where the field is empty

    @property
    def takes_values(self) -> bool:
        """Whether `{{ … }}` may stand in it, filled in by the engine or by the block itself."""
        return self.template or self.kind in ("command", "path", "url", "host", "items")


def has_template(text: object) -> bool:
    """Whether `text` holds a `{{ … }}` that is filled in at run time."""
    return isinstance(text, str) and "{{" in text


def unless_template(check: Callable[[str], str]) -> AfterValidator:
    """Checks what was typed whole; what holds a value is checked once it is filled in."""
    return AfterValidator(lambda text: text if has_template(text) else check(text))


_UNITS = {
    "ms": 0.001, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "m": 60, "min": 60, "mins": 60, "minute": 60,
    "minutes": 60, "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400, "w": 604800, "week": 604800, "weeks": 604800,
}  # fmt: skip
_TAKES_NUL = ("multiline", "template", "list", "mapping", "groups")
LONGEST_DURATION = 100 * 366 * 86_400  # seconds
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)", re.IGNORECASE)


def parse_duration(value: object) -> float:
    """Seconds from `90`, `"5s"`, `"15 min"`, `"1h 30m"`. Raises ValueError with a sentence."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _bounded(value)
    text = str(value).strip().lower()
    parts = _DURATION.findall(text)
    if not parts or _DURATION.sub("", text).replace("and", "").strip(" ,"):
        raise ValueError(f"“{value}” is not a length of time; write for example 30s, 15 min or 2h")
    unknown = [unit for _, unit in parts if unit and unit not in _UNITS]
    if unknown:
        raise ValueError(f"“{unknown[0]}” is not a unit of time; use s, min, h, d or w")
    return _bounded(sum(float(number) * _UNITS[unit or "s"] for number, unit in parts))


def _bounded(seconds: float) -> float:
    if math.isnan(seconds):
        raise ValueError("that is not a length of time; write for example 30s, 15 min or 2h")
    if seconds > LONGEST_DURATION:
        raise ValueError("that is longer than 100 years")
    return float(seconds)


def _check_zone(name: str) -> str:
    if not name:
        return name  # the user's own
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"“{name}” is not a time zone; write for example Europe/Berlin or UTC") from None
    return name


_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def _check_time(text: str) -> str:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” is not a time of day; write for example 08:00 or 7:30 pm")
    hour, minute, second, half = int(match[1]), int(match[2] or 0), int(match[3] or 0), (match[4] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(f"“{text}” is not a time of day; with am or pm the hour goes from 1 to 12")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"“{text}” is not a time of day; hours go to 23, minutes to 59")
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")


def _check_url(url: str) -> str:
    if not re.match(r"https?://[^\s/]", url):
        raise ValueError(f"“{url}” is not a web address; it starts with http:// or https://")
    return check_port(url)


def _check_folder(folder: str) -> str:
    if wrong := too_long(folder):
        raise ValueError(f"“{shorten(folder, 60)}” {wrong}")
    try:
        Path(folder).expanduser()
    except RuntimeError:
        raise ValueError(f"“{folder}” begins with a user that there is not; write ~/ for your own home") from None
    return folder


def _check_expression(text: str) -> str:
    found = next((sign for sign in ("{{", "}}", "{%", "%}") if sign in text), "")
    if found:
        raise ValueError(f"an expression stands alone, without {found}; write for example event.size > 5")
    if not text.strip():
        raise ValueError("the expression is empty; write for example event.size > 5")
    return text.strip()


def as_template(expression: str) -> str:
    """The template that renders to `true` where the expression holds, and to nothing where it does not."""
    return f"{{% if {expression} %}}true{{% endif %}}"


# The model, or None and the problems: one sentence a field, under "" one about the whole.
Checked = tuple[BaseModel | None, dict[str, str]]
Template = Annotated[str, Hint("template", template=True)]
Multiline = Annotated[str, Hint("multiline", template=True)]
# The next six are left as typed: the block fills them in with `ctx.render`, because it must know what a person typed
# (a program, a folder, a host) and what came from a value, or needs a value as it is and not as text.
Command = Annotated[str, Hint("command")]
PathText = Annotated[str, Hint("path")]
Url = Annotated[str, Hint("url"), unless_template(_check_url)]
Host = Annotated[str, Hint("host")]
Items = Annotated[str, Hint("items")]
Expression = Annotated[str, Hint("expression"), AfterValidator(_check_expression)]
# The next two are a trigger's: nothing has happened yet that could fill them in.
Folder = Annotated[str, Hint("folder"), AfterValidator(_check_folder)]
Address = Annotated[str, Hint("address"), AfterValidator(_check_url)]
Secret = Annotated[str, Hint("secret", secret=True)]
# The label or the id of one of the user's connections; `Annotated[ConnectionRef, Serves(("http",))]` narrows it.
ConnectionRef = Annotated[str, Hint("connection")]
Zone = Annotated[str, Hint("zone"), AfterValidator(_check_zone)]
TimeOfDay = Annotated[str, Hint("time"), AfterValidator(_check_time)]
_AS_TYPED = WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]})  # seconds, or `15 min` in a file
Duration = Annotated[float, Hint("duration"), BeforeValidator(parse_duration), _AS_TYPED]

_PLAIN: dict[Any, Kind] = {str: "text", bool: "boolean", int: "integer", float: "number"}


@cache
def describe(config: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """The fields of a config model in order: name, label, help, kind, default, choices."""
    return tuple(_spec(name, info) for name, info in config.model_fields.items())


def _spec(name: str, info: FieldInfo) -> FieldSpec:
    hint = next((m for m in info.metadata if isinstance(m, Hint)), None) or _hint_of(info.annotation)
    default = info.get_default() if info.default_factory is None else None  # a factory makes a new one each time
    examples = info.examples or []
    item = _hint_of(_item_of(info.annotation))
    serves = next((m for m in info.metadata if isinstance(m, Serves)), None)
    instead = next((m for m in info.metadata if isinstance(m, Instead)), None)
    return FieldSpec(
        name=name,
        label=info.title or name.replace("_", " ").capitalize(),
        help=info.description or "",
        kind=hint.kind,
        required=info.is_required(),
        default=None if default is PydanticUndefined else [*default] if isinstance(default, tuple) else default,
        choices=_choices(info.annotation) or _choices(_item_of(info.annotation)),
        example=str(examples[0]) if examples else "",
        item=item.kind,
        template=hint.template or (hint.kind in ("list", "mapping") and item.template),
        secret=hint.secret,
        uses=serves.uses if serves else (),
        instead=instead.template if instead else "",
    )


def _hint_of(annotation: Any) -> Hint:
    """The hint of a type: its own Annotated one, that of the type beside None, or one by its plain type."""
    origin = get_origin(annotation)
    if origin is Annotated:
        hints = [m for m in annotation.__metadata__ if isinstance(m, Hint)]
        return hints[0] if hints else _hint_of(get_args(annotation)[0])
    if origin is Literal:
        return Hint("choice")
    if origin in (list, tuple):
        inner = _item_of(annotation)
        return Hint("groups") if isinstance(inner, type) and issubclass(inner, BaseModel) else Hint("list")
    if origin is dict:
        return Hint("mapping")
    options = [a for a in get_args(annotation) if a is not type(None)]
    if options:
        return _hint_of(options[0])
    return Hint(_PLAIN.get(annotation, "text"))


def _item_of(annotation: Any) -> Any:
    """The item type of list[X], the value type of dict[str, X]; str for anything else."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    args = [a for a in get_args(annotation) if a is not type(None) and a is not Ellipsis]
    if get_origin(annotation) in (list, tuple, dict) and args:
        return args[-1]
    return str


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is Literal:
        return tuple(str(choice) for choice in get_args(annotation))
    nested = [_choices(option) for option in get_args(annotation) if get_origin(annotation) not in (list, tuple, dict)]
    return next((choices for choices in nested if choices), ())


def parse_text(spec: FieldSpec, text: str) -> Any:
    """The JSON value that `text`, as typed into a form or after `--set KEY=`, stands for.

    Lists take commas or lines; mappings take `Name: value` or `Name=value` lines. Empty text stands for the default.
    Raises ValueError with a sentence.
    """
    if spec.kind == "multiline":
        return text
    text = text.strip()
    if not text and not spec.required:
        return spec.default
    parse = {"boolean": _parse_boolean, "list": _parse_list, "mapping": _parse_mapping}.get(spec.kind)
    try:
        return parse(text) if parse else text
    except ValueError as error:  # it holds what was typed
        raise ValueError(shown(str(error))) from None


def _parse_list(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[\n,]", text) if part.strip()]


def _parse_boolean(text: str) -> bool:
    if text.lower() in ("yes", "true", "on", "1", "y"):
        return True
    if text.lower() in ("no", "false", "off", "0", "n"):
        return False
    raise ValueError(f"“{text}” is neither yes nor no")


def _parse_mapping(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for line in re.split(r"\n", text):
        if not line.strip():
            continue
        name, mark, value = _split_pair(line)
        if not mark:
            raise ValueError(f"“{line.strip()}” is not a pair; write Name: value")
        pairs[name.strip()] = value.strip()
    return pairs


def _split_pair(line: str) -> tuple[str, str, str]:
    colon, equals = line.find(":"), line.find("=")
    mark = ":" if equals < 0 or 0 <= colon < equals else "="
    return line.partition(mark)


def show_value(spec: FieldSpec, value: Any) -> str:
    """The text that `parse_text` reads back as `value`. Secrets are never shown."""
    if value is None or value == PydanticUndefined:
        return ""
    if spec.secret:
        return "(set)" if value else ""
    if spec.kind == "duration":
        return show_duration(parse_duration(value))
    if spec.kind == "boolean":
        return "yes" if value else "no"
    if spec.kind == "list":
        return ", ".join(str(item) for item in value)
    if spec.kind == "mapping":
        return "\n".join(f"{name}: {item}" for name, item in value.items())
    return str(value)


def check(config: type[BaseModel], values: dict[str, Any], *, filled: bool = False) -> Checked:
    """Build the model; `filled`: values of earlier steps stand in it (`blocks/filled.py`)."""
    specs = {spec.name: spec for spec in describe(config)}
    with_nul = {name for name, spec in specs.items() if spec.kind in _TAKES_NUL}
    found = {name: no_text(value, nul=name in with_nul) for name, value in values.items()}
    if unusable := {shown_name(name): wrong for name, wrong in found.items() if wrong}:
        return None, unusable  # no validator sees it: many would break, or look at it for minutes
    try:
        return config.model_validate(values, context={FILLED: filled}), {}
    except ValidationError as error:
        problems: dict[str, str] = {}
        for one in error.errors(include_url=False, include_input=False):
            place = place_of(one)
            spec = specs.get(place)
            about = (spec.example, spec.kind == "duration") if spec else ("", False)
            name = shown_name(place)
            problems.setdefault(name, f"{sentence_of(one, *about)} {'' if spec else nearest(name, specs)}".rstrip())
        return None, problems
