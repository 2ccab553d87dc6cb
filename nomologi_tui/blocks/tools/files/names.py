"""Names that others give to files: no folder, nothing hidden, nothing that looks like something else."""

import re

_LONGEST = 150  # bytes of a name: a number may come to it, and a hidden name while it is written
_KEPT_ENDING = 20  # characters


def safe_name(name: str, otherwise: str, ending: str = "") -> str:
    """What a file may be called that somebody else calls `name`; `otherwise` and `ending` where it has none."""
    name = re.sub(r"[\ufffd:*?\"<>|\s]+", " ", re.split(r"[/\\]", name)[-1]).strip(" .")
    stem, dot, own = name.rpartition(".")
    if not dot or not stem or len(own) > _KEPT_ENDING:
        stem, own = name, ""
    while len(stem.encode("utf-8", "replace")) > _LONGEST:
        stem = stem[:-1]
    ending = own or ending
    return (stem.strip(" .") or otherwise) + (f".{ending}" if ending else "")
