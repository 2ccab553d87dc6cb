"""Whether what was kept of a step can stand in for it: later steps see the recorded output, not the real one."""

from collections.abc import Iterator, Mapping
from typing import Any

from nomologi_tui.model import Step, StepRecord
from nomologi_tui.runner.engine.output import is_cut
from nomologi_tui.runner.engine.template import values_used
from nomologi_tui.runner.redaction import HIDDEN


def lost_value(step: Step, kept: Mapping[str, StepRecord]) -> tuple[str, str] | None:
    """A value that `step` asks for and that was not kept whole: (its path, why); None where all are there.

    `kept` are the recorded steps by the names under which templates find them.
    """
    for path in paths_in(step.config):
        for name, record in kept.items():
            if path[:1] == ["steps"] and (len(path) < 2 or path[1] == name or isinstance(path[1], list)):
                why = _harm(record.output, path[2:])
                if why:
                    return ".".join(map(str, path)), why
    return None


def paths_in(config: Any) -> Iterator[list[Any]]:
    """The values that the texts in a config ask for."""
    if isinstance(config, str):
        yield from values_used(config)
    elif isinstance(config, dict | list):
        for item in config.values() if isinstance(config, dict) else config:
            yield from paths_in(item)


def _harm(output: Any, path: list[Any]) -> str:
    """What happened to the value at `path` before it was stored, in words; empty where nothing did."""
    if is_cut(output):
        return "its recorded output was cut"
    for part in path:
        if isinstance(output, dict) and isinstance(part, str):
            output = output.get(part, list(output))  # a name that is not there may be a hidden one
        elif isinstance(output, list) and isinstance(part, int) and -len(output) <= part < len(output):
            output = output[part]
        else:
            break
    return "a secret in its recorded output is hidden" if hides(output) else ""


def hides(value: Any) -> bool:
    """Whether a secret in a recorded value is hidden."""
    if isinstance(value, str):
        return HIDDEN in value
    if isinstance(value, dict):
        return any(hides(key) or hides(item) for key, item in value.items())
    return isinstance(value, list) and any(map(hides, value))
