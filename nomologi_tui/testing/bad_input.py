"""What bad input a block must bear, derived from its fields: enough for a test of any block, also of another package.

def test_bad_input_is_a_sentence() -> None:
    assert complaints_about(my_block) == []
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import FieldSpec, Kind, check, describe
from nomologi_tui.blocks.problems import LONGEST
from nomologi_tui.errors import NomologiError
from nomologi_tui.text import clean_line

LONGEST_SENTENCE = 400  # characters: what a person reads about one field, or why a step failed
HUGE = 10_000_000  # characters
HOSTILE = {
    "markup": "[bold red]x[/bold red] [@click=app.quit()]y[/]",
    "escape codes": "\x1b]52;c;eA==\x07\x1b[2J",
    "several lines": "a\r\nb\n\nc",
    "other directions": "a\u202eb\u200f\ufeff",
    "NUL": "a\0b",
    "half a character": "a\ud800b",
}
BROKEN_TEMPLATES = ("{{", "{{ }", "{{ event. }}", "{{ event.x | nonsense }}", "{{ a }} {% if %}")
_FOREIGN = (  # words of Python and of its libraries
    "Traceback", "unforeseen", "Errno", " object at 0x", "Error:", "Input should", "should be a valid",
    "should have at", "should match", "unable to parse", "instance of", "Field required", "not permitted",
    "Value error", "validation",
)  # fmt: skip
_NO_TEXT: tuple[Any, ...] = (7, 1.5, True, [], ["a"], {}, {"a": "b"}, [None], {"a": None})
_NONSENSE = "no such thing as this ☂"
_WRONG: dict[Kind, tuple[Any, ...]] = {
    "boolean": (_NONSENSE, 7, [], {}),
    "integer": (_NONSENSE, 1.5, "1.5", "1e400", [], {}, float("nan"), float("inf")),
    "number": (_NONSENSE, [], {}, float("nan"), float("inf"), "1e999"),
    "duration": (_NONSENSE, "5 lightyears", [], {}, float("nan"), float("inf"), "9" * 400),
    "choice": (_NONSENSE, "", *_NO_TEXT),
    "list": (7, True, {"a": "b"}, [None], [["a"]], [{"a": "b"}]),
    "mapping": (7, True, [], ["a"], {"a": None}, {"a": ["b"]}),
    "groups": (7, "a", {"a": "b"}, [7], [None], [[]], [{}], [{"nonsense": 1}]),
    "zone": (_NONSENSE, "../../etc/passwd", "/etc/localtime", *_NO_TEXT),
    "time": (_NONSENSE, "25:00", "8:61", "13 pm", *_NO_TEXT),
    "url": (
        _NONSENSE,
        "ftp://example.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http://a:99999/",
        *_NO_TEXT,
    ),
    "address": (_NONSENSE, "ftp://example.com", "file:///etc/passwd", "http://", "http://a:0/x", *_NO_TEXT),
    "expression": ("{{ event.x }}", "{% if a %}", " ", *_NO_TEXT),
}
Tell = Callable[[BaseModel, dict[str, Any]], None]
_NUMBERS = ("integer", "number", "duration")
_ANY_CHARACTER = ("multiline", "template", "list", "mapping", "groups")


@dataclass(frozen=True, slots=True)
class Bad:
    """A value for a field. `refused`: it must be; else it may be taken, if nothing breaks by it."""

    what: str
    value: Any
    refused: bool = True


def bad_values(spec: FieldSpec, schema: Mapping[str, Any]) -> Iterator[Bad]:
    """What people and data may put into the field, by its kind; `schema` is its part of the model's JSON Schema."""
    for value in _WRONG.get(spec.kind, _NO_TEXT):
        yield Bad(f"{value!r:.40}", value)
    yield from (Bad(f"out of its range: {value!r:.40}", value) for value in _out_of_range(schema))
    yield Bad("far too long", _shaped(spec, _long("9" if spec.kind in _NUMBERS else "x", HUGE)))
    yield Bad("as long as it may be", _shaped(spec, _long("x", LONGEST)), refused=False)
    yield Bad("nested without end", _nested(2_000))
    for what, text in HOSTILE.items():
        unusable = what == "half a character" or (what == "NUL" and spec.kind not in _ANY_CHARACTER)
        yield Bad(what, _shaped(spec, text), refused=unusable)
    yield Bad("nothing", _shaped(spec, ""), refused=False)
    yield Bad("null", None, refused=spec.required)


def _nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def _shaped(spec: FieldSpec, text: str) -> Any:
    """`text`, as the field holds text."""
    shaped: dict[str, Any] = {"list": [text], "mapping": {"a": text}, "groups": [{"block": text, "config": {}}]}
    return shaped.get(spec.kind, text)


@cache
def _long(letter: str, length: int) -> str:
    return letter * length


def _out_of_range(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Just outside of each bound that the field has."""
    for part in (schema, *schema.get("anyOf", ())):
        yield from (part[name] + 1 for name in ("maximum",) if name in part)
        yield from (part[name] - 1 for name in ("minimum",) if name in part)
        yield from (part[name] for name in ("exclusiveMaximum", "exclusiveMinimum") if name in part)
        if part.get("minLength"):
            yield ""
        if "maxLength" in part:
            yield "x" * (part["maxLength"] + 1)
        if part.get("minItems"):
            yield []
        if part.get("minProperties"):
            yield {}


def fault_of(sentence: object, *, ends: bool = True) -> str:
    """Why `sentence` is none that a person should read; empty where it is one.

    One that does not have to end as a sentence may end with a command that helps.
    """
    if not isinstance(sentence, str) or not sentence.strip():
        return "it says nothing"
    if sentence != clean_line(sentence):
        return "it holds control characters or line ends"
    if len(sentence) > LONGEST_SENTENCE:
        return f"it is {len(sentence):,} characters long"
    if ends and sentence[-1] not in ".!?":
        return "it does not end as a sentence"
    word = next((one for one in _FOREIGN if one in sentence), "")
    return f"it speaks of “{word}”" if word else ""


def complaints_about(block: Block) -> list[str]:
    """What is wrong with how the block bears bad values in each of its fields, in words; empty where nothing is."""
    return list(_complaints(block.config, block.example, lambda model, values: _tell(block, model, values)))


def complaints_about_config(config: type[BaseModel], example: Mapping[str, Any]) -> list[str]:
    """The same for a config model alone, also that of a kind of connection."""
    return list(_complaints(config, example, lambda _model, _values: None))


def _tell(block: Block, model: BaseModel, values: dict[str, Any]) -> None:
    """Say all that a block says of a config, which may break at a value that was taken."""
    block.in_words(model)
    block.plan(model)
    block.followed(model)
    block.effect_in(values)


def _complaints(config: type[BaseModel], example: Mapping[str, Any], tell: Tell) -> Iterator[str]:
    schema = config.model_json_schema()["properties"]
    for spec in describe(config):
        for bad in bad_values(spec, schema[spec.name]):
            try:
                wrong = _fault_with(config, {**example, spec.name: bad.value}, spec.name, bad, tell)
            except Exception as error:  # noqa: BLE001 - that nothing is raised is what is asked
                wrong = f"it raises {type(error).__name__}"
            if wrong:
                yield f"{spec.name}, {bad.what}: {wrong}"
    _, problems = check(config, {**example, "no\x1b_such" * 1000: 1})
    if not problems or any(fault_of(f"{name}: {problem}") for name, problem in problems.items()):
        yield "an unknown field is taken, or not named in a sentence"


def _fault_with(config: type[BaseModel], values: dict[str, Any], name: str, bad: Bad, tell: Tell) -> str:
    model, problems = check(config, values)
    if model is not None:
        tell(model, values)
        return "it is taken" if bad.refused else ""
    if not {name, ""} & set(problems):
        return f"another field is named: {', '.join(problems)}"
    return next((f"“{one[:100]}”: {wrong}" for one in problems.values() if (wrong := fault_of(one))), "")


def fault_of_failure(error: BaseException) -> str:
    """Why `error`, which a block raised, is none that ends a run well; empty where it is one."""
    if not isinstance(error, NomologiError):
        return f"it raises {type(error).__name__} ({error!s:.100})"
    return fault_of(error.message) or fault_of(str(error), ends=False)
