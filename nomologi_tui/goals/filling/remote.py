"""Places on another machine: `copy ~/a to nas:/backup`, `back up /etc to root@nas:/srv`."""

from collections.abc import Iterable
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.filling.commands import EVENT_PATH
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.slots import is_path
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.model import StepType

_COPY = "copy_file"
COPYING = (_COPY, "download", "http_request")  # what `fetch nas:/a` may have been taken for
OVER_SSH = "sftp_copy"
_TO = frozenset("to into onto on at auf nach in vers sur dans a en su naar > →".split())
_ITS_OWN_WAY = frozenset(["rclone", "restic", "borg"])
_MEANS = frozenset("by via through with using per durch mit uber par avec con mediante".split())
_CALLS = frozenset("calling requesting hitting opening posting visiting curling pinging to a an the get post request "
                   "call of on url http".split())  # fmt: skip


def as_request(registry: Registry, piece: Piece, block: Block) -> Block:
    """The block that asks a web address, where a deed is done by that: `clean up by calling https://…`."""
    place = next((one for one, token in piece.tokens.items() if token.kind == "url"), -1)
    first = next((one for one in range(place - 1, place - 4, -1) if piece.word(one) in _MEANS), -1)
    between = [piece.word(one) for one in range(first + 1, place)]
    by = first >= 0 and all(one in _CALLS for one in between)
    caller = registry.known(StepType.ACTION, "http_request") if by and block.name == "run_command" else None
    if caller is None or any(token.kind == "quoted" for token in piece.tokens.values()):
        return block
    piece.used |= set(range(min(piece.own, default=first), place))
    return caller


def is_remote(token: Token) -> bool:
    """Whether it is a place as rsync and scp write it."""
    return token.kind == "remote"


def goes_over_ssh(piece: Piece) -> bool:
    """Whether files are copied from or to another machine, by no program that is named."""
    named = any(piece.word(place) in _ITS_OWN_WAY for place in piece.tokens)
    return not named and piece.unused(is_remote) is not None


def copied_over_ssh(said: str, piece: Piece, *, has_file: bool) -> tuple[dict[str, Any], str]:
    """The fields of the copy, and the machine as the goal calls it. `said`: the block whose words these are."""
    place = next(place for place, token in piece.tokens.items() if is_remote(token))
    machine, _, there = piece.take(is_remote).partition(":")
    put = said in (_COPY, OVER_SSH) and piece.word(place - 1) in _TO
    here = piece.take(is_path) or (EVENT_PATH.strip() if put and has_file else "")
    path, to = (here, there or ".") if put else (there, here)
    fields = {"direction": "put" if put else "get", "path": path, "to": to}
    return {name: value for name, value in fields.items() if value}, machine


def backed_up_there(piece: Piece, known: Iterable[str], config: dict[str, Any]) -> dict[str, Any]:
    """Where a backup goes, with rsync unless another program is named: it takes such a place as it is written."""
    if not {"to", "tool"} <= {*known} or config.get("to"):
        return {}
    place = piece.take(is_remote)
    return {"to": place, "tool": config.get("tool", "rsync")} if place else {}
