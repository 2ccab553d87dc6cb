"""Liquid behind `template`, made for untrusted authors, under hard limits.

Data never becomes a template: only the user's own text is parsed, and a result is never rendered again.
Every template ends within about 50 ms (twice, before it counts as slow) and 1 MB or is a TemplateError.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any, cast

from liquid import Environment, Undefined
from liquid.exceptions import LiquidError, UndefinedError
from liquid.filter import liquid_filter
from liquid.template import BoundTemplate
from liquid.undefined import StrictDefaultUndefined

from nomologi_tui.errors import TemplateError
from nomologi_tui.runner.engine.template import MAX_SIZE, MAX_SOURCE, PassedOver
from nomologi_tui.text import clean_line, shorten

MAX_ITEMS = 100_000
MAX_SECONDS = 0.05  # of computing
_AS_IT_IS = "What is no value of ours stays as it is between {% raw %} and {% endraw %}."
_TAGS_WITH_FILES = ("include", "render")

_WIDTH = re.compile(r"%[^a-zA-Z%]*\d")  # strftime's own width can ask for gigabytes


class _SlowError(TemplateError):
    """The computing time is used up."""


class _Budget(threading.local):
    """The computing time left for the template that this thread renders; a busy machine takes none of it."""

    deadline = 0.0

    def start(self) -> None:
        self.deadline = time.thread_time() + MAX_SECONDS

    def check(self) -> None:
        if time.thread_time() > self.deadline:
            raise _SlowError("The template takes too long.", "Make it simpler: it has 50 ms.")


_budget = _Budget()


class _Sample(Undefined):
    """In a rehearsal a value that no step has made yet shows as its own path."""

    def __str__(self) -> str:
        return f"‹{(self.hint or self.name).removesuffix(' is undefined')}›"


def _sample_of_steps(name: str, **more: Any) -> Undefined:
    """In a rehearsal with a real event only what steps would make is open; what the event lacks is an error."""
    is_of_step = (more.get("hint") or name).startswith("steps")
    return (_Sample if is_of_step else StrictDefaultUndefined)(name, **more)


class _Environment(Environment):
    loop_iteration_limit = 10_000
    local_namespace_limit = MAX_SIZE
    output_stream_limit = MAX_SIZE
    context_depth_limit = 20
    block_nesting_limit = 20


def _sized(value: object) -> object:
    if isinstance(value, str) and len(value) > MAX_SIZE:
        raise TemplateError(
            "A value in the template grows beyond 1 MB.", "Cut it down first, for example with truncate."
        )
    if isinstance(value, list | tuple) and len(value) > MAX_ITEMS:
        raise TemplateError("A list in the template grows beyond 100,000 items.", "Cut it down first, with slice.")
    return value


def _guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` with its result measured and, where it could explode, its arguments first."""

    @wraps(function)
    def filtered(value: Any, *args: Any, **kwargs: Any) -> Any:
        _budget.check()
        _precheck(name, value, args)
        return _sized(function(value, *args, **kwargs))

    return filtered


def _precheck(name: str, value: Any, args: tuple[Any, ...]) -> None:
    if name == "replace" and len(args) >= 2:
        old, new = str(args[0]), str(args[1])
        _fits(len(str(value)) + str(value).count(old) * len(new))
    elif name == "join" and isinstance(value, list | tuple):
        glue = len(str(args[0])) if args else 1
        _fits(sum(len(item) if isinstance(item, str) else 20 for item in value) + glue * len(value))
    elif name == "date" and args and _WIDTH.search(str(args[0])):
        raise TemplateError("A date format may not set widths.", "Use plain codes such as %Y-%m-%d.")


def _fits(size: int) -> None:
    if size > MAX_SIZE:
        raise TemplateError(
            "A value in the template grows beyond 1 MB.", "Cut it down first, for example with truncate."
        )


@liquid_filter
def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_as_json)


def _as_json(value: object) -> str | None:
    return None if isinstance(value, PassedOver) else str(value)


def _make_environment(undefined: Callable[..., Undefined]) -> Environment:
    environment = _Environment(undefined=cast("type[Undefined]", undefined), strict_filters=True, autoescape=False)
    for tag in _TAGS_WITH_FILES:
        environment.tags.pop(tag, None)
    environment.filters["json"] = _to_json
    for name, function in list(environment.filters.items()):
        environment.filters[name] = _guarded(name, function)
    return environment


_STRICT = _make_environment(StrictDefaultUndefined)
_REHEARSAL = _make_environment(_Sample)
_WITH_EVENT = _make_environment(_sample_of_steps)


@lru_cache(maxsize=1024)
def _parse(source: str, environment: Environment = _STRICT) -> BoundTemplate:
    if len(source) > MAX_SOURCE:
        raise TemplateError("The template is longer than 64 KB.", "Put long text into a file.")
    try:
        return environment.from_string(source)
    except Exception as error:  # a parser's own mistake is the template's error too
        raise TemplateError(f"The template “{_short(source)}” can't be read: {_reason(error)}.", _AS_IT_IS) from error


def check(source: str) -> str:
    """`template.check_template`."""
    try:
        unknown = set(_parse(source).filter_names(include_partials=False)) - set(_STRICT.filters)
    except TemplateError as error:
        return str(error)
    return f"The template “{_short(source)}” asks for a filter that is not there: {min(unknown)}." if unknown else ""


def values_used(source: str) -> list[list[Any]]:
    """`template.values_used`."""
    try:
        found = _parse(source).analyze(include_partials=False).globals
    except (TemplateError, LiquidError):
        return []
    return [list(one.segments) for places in found.values() for one in places]


def render(source: str, values: Mapping[str, Any], *, rehearsal: bool = False, real_event: bool = False) -> str:
    """`template.render`. A template is too slow when it is so twice: a collection of garbage, or a host that took its
    processor away, is computing time of the thread too.
    """
    environment = (_WITH_EVENT if real_event else _REHEARSAL) if rehearsal else _STRICT
    template = _parse(source, environment)
    try:
        return _filled(template, source, values)
    except _SlowError:
        return _filled(template, source, values)


def _filled(template: BoundTemplate, source: str, values: Mapping[str, Any]) -> str:
    _budget.start()
    try:
        return str(_sized(template.render(**values)))
    except UndefinedError as error:
        raise TemplateError(
            f"“{_short(source)}” asks for a value that is not there: {_reason(error)}.",
            "Look at the trace for the names that are.",
        ) from error
    except TemplateError:
        raise
    except Exception as error:  # a filter's own mistake is the template's error too
        raise TemplateError(f"“{_short(source)}” can't be filled in: {_reason(error)}.") from error


def _reason(error: BaseException) -> str:
    text = str(error).split("\n", 1)[0].strip().rstrip(".") or type(error).__name__
    return shorten(clean_line(re.sub(r",? ?on line \d+| \(.*:\d+\)$", "", text)), 200)


def _short(source: str) -> str:
    return shorten(clean_line(source), 60)
