"""Names of files: what others call one, and names beside a name, none longer than file systems take."""

import re
import secrets

from nomologi_tui.blocks.problems import LONGEST_PART

_LONGEST = 150  # bytes of a name: a number may come to it, and a hidden name while it is written
_KEPT_ENDING = 20  # characters
_TARS = (".tar.gz", ".tar.xz", ".tar.bz2")


def safe_name(name: str, otherwise: str, ending: str = "") -> str:
    """What a file may be called that somebody else calls `name`; `otherwise` and `ending` where it has none."""
    name = re.sub(r"[\ufffd:*?\"<>|\s]+", " ", re.split(r"[/\\]", name)[-1]).strip(" .")
    stem, dot, own = name.rpartition(".")
    if not dot or not stem or len(own) > _KEPT_ENDING:
        stem, own = name, ""
    ending = own or ending
    return (_cut(stem, _LONGEST).strip(" .") or otherwise) + (f".{ending}" if ending else "")


def fitting(name: str, mark: str = "", most: int = LONGEST_PART) -> str:
    """`name` with `mark` before its ending; its stem is cut so that all of it has at most `most` bytes."""
    ending = name[name.rfind(".", 0, name.rfind(".") if name.endswith(_TARS) else None) :] if "." in name[1:] else ""
    if len(ending) > _KEPT_ENDING:
        ending = ""
    return _cut(name.removesuffix(ending), most - _size(mark + ending)) + mark + ending


def hidden_part(name: str, mark: str = "") -> str:
    """A hidden name for what becomes `name` once it is whole; without a `mark` of yours nobody else has it."""
    return f".{_cut(name, 100)}.{mark or secrets.token_hex(4)}.part"


def _cut(text: str, most: int) -> str:
    while _size(text) > most:
        text = text[:-1]
    return text


def _size(text: str) -> int:
    """Bytes; what is no character of a name counts for more than it has."""
    return len(text.encode("utf-8", "surrogatepass"))
