"""A document written into a file that a person keeps: comments, order and spelling of all that is the same stay."""

from collections.abc import Callable, Mapping, MutableMapping, MutableSequence, Sequence
from typing import Any

from nomologi_tui.document import load


def merged(before: str, wanted: str, normal: Callable[[str], str] = str) -> str:
    """`before` changed so that it says what `wanted` says; both are documents that `load` takes.

    `normal` spells out what a document leaves to defaults; `wanted` is spelled out.

    What they agree on is not touched; `wanted` itself where that can't be. Raises BadInputError where `before` is no
    such document.
    """
    old, new = load(normal(before)), load(wanted)
    if old == new:
        return before
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML()  # keeps comments, quotes and order
    yaml.preserve_quotes = True
    yaml.width = 4096
    if "\n  -" in before.replace("\r", ""):
        yaml.indent(mapping=2, sequence=4, offset=2)
    node = yaml.load(before)
    _merge(node, old, new, yaml.load(wanted))
    out = StringIO()
    yaml.dump(node, out)
    return out.getvalue() if load(normal(out.getvalue())) == new else wanted


def _merge(node: Any, old: Any, new: Any, fresh: Any) -> Any:
    """What stands in the place of `node`, which says `old`, so that it says `new`, as `fresh` would write it."""
    if old == new:
        return node
    if isinstance(node, MutableMapping) and isinstance(old, Mapping) and isinstance(new, Mapping):
        return _mapping(node, old, new, fresh)
    if isinstance(node, MutableSequence) and isinstance(old, list) and isinstance(new, list):
        return _sequence(node, old, new, fresh)
    return fresh


def _mapping(node: Any, old: Mapping[str, Any], new: Mapping[str, Any], fresh: Any) -> Any:
    keys = {str(key): key for key in node}
    for name in old:
        if name not in new and name in keys:
            del node[keys[name]]
    for name, value in new.items():
        if name not in keys and old.get(name) != value:
            node[name] = fresh[name]
        elif name in keys and old.get(name) != value:
            node[keys[name]] = _merge(node[keys[name]], old.get(name), value, fresh[name])
    return node


def _sequence(node: Any, old: list[Any], new: list[Any], fresh: Any) -> Any:
    """Each wanted entry goes on from the one that it was: the same one, else a step of the same block and name."""
    left = list(range(len(old)))
    chosen: list[int | None] = [_taken(left, [at for at in left if old[at] == one]) for one in new]
    for place, one in enumerate(new):
        if chosen[place] is None:
            chosen[place] = _taken(left, [at for at in left if _like(old[at], one)])
    if [at for at in chosen if at is not None] == list(range(len(old))) and None not in chosen[: len(old)]:
        _in_place(node, old, new, fresh)
        return node
    kept = [fresh[place] if at is None else _merge(node[at], old[at], new[place], fresh[place])
            for place, at in enumerate(chosen)]  # fmt: skip
    node[:] = kept
    return node


def _in_place(node: Any, old: Sequence[Any], new: Sequence[Any], fresh: Any) -> None:
    """Comments between entries belong to their places, so entries that stay there are changed there."""
    for at in range(len(old)):
        node[at] = _merge(node[at], old[at], new[at], fresh[at])
    for at in range(len(old), len(new)):
        node.append(fresh[at])


def _taken(left: list[int], fitting: list[int]) -> int | None:
    if not fitting:
        return None
    left.remove(fitting[0])
    return fitting[0]


def _like(one: Any, other: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    return [one.get(key) for key in ("block", "name")] == [other.get(key) for key in ("block", "name")]
