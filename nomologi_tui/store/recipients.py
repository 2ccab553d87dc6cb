"""Where a user said to be told things, found in what they made: a message step, or a connection for messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nomologi_tui.store.convert import Row


@dataclass(frozen=True, slots=True)
class Recipient:
    """`secret` says where the address is kept, empty where there is none; `words` are for a person."""

    secret: str = ""
    words: str = ""


def first_of(steps: Sequence[Mapping[str, Any]], connections: Sequence[Row]) -> Recipient:
    """That of the first message step which has one, else the first connection.

    `steps` are configs in their order; `connections` have `id`, `label` and `config`, the oldest first.
    """
    for config in steps:
        if config.get("to"):
            return Recipient(str(config["to"]), "the address of your first message step")
        named = str(config.get("connection") or "").strip()
        for one in connections:
            if named and named.casefold() in (one["label"].casefold(), str(one["id"])):
                return _of(one)
    return _of(connections[0]) if connections else Recipient()


def _of(connection: Row) -> Recipient:
    return Recipient(str(connection["config"].get("url") or ""), f"the connection “{connection['label']}”")
