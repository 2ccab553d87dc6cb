"""YAML from outside as a JSON value: no objects, no references, no depth, no endless numbers.

Read by the parser in Python: the one in C ends the whole process by a text of 100,000 brackets.
"""

import base64
import json
from typing import Any

import yaml

LONGEST = 64 * 1024  # characters; the parser takes about a second for them
_DEEPEST = 50
_LONGEST_NUMBER = 40  # characters; a longer one stays text, because 1:1:1:1… is a number too


def read_yaml(text: str) -> Any:
    """The one document in `text`. Raises ValueError."""
    if len(text) > LONGEST:
        raise ValueError("it is longer than 64 KB")
    try:
        return json.loads(json.dumps(yaml.load(text, _Loader), default=_as_json))  # noqa: S506 - it is a safe one
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    except TypeError as error:
        raise ValueError("it has a key that is no text") from error


def _as_json(value: Any) -> Any:
    """What JSON has no kind for: a set is a list in a fixed order, bytes are base64 as they were, a date is text."""
    if isinstance(value, set):
        return sorted(value, key=str)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


class _Loader(yaml.SafeLoader):
    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise ValueError("it refers to itself with *, which is not read")
        if self.depth > _DEEPEST:
            raise ValueError(f"it is nested deeper than {_DEEPEST} levels")
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _number(loader: _Loader, node: yaml.ScalarNode) -> Any:
    if len(node.value) > _LONGEST_NUMBER:
        return node.value
    return loader.construct_yaml_int(node) if node.tag.endswith("int") else loader.construct_yaml_float(node)


_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)
