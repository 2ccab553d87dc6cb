"""The version, its tag, and what CHANGELOG.md says of it."""

import re
from collections.abc import Iterator

from nomologi_tui import __version__
from releasing.building import ROOT, git

TAG = f"v{__version__}"


def section(title: str, text: str | None = None) -> str:
    """What stands under `## [title]` in CHANGELOG.md or another text; empty where there is no such heading."""
    told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8") if text is None else text
    found = re.search(rf"^## \[{re.escape(title)}\][^\n]*\n(.*?)(?=^## \[|\Z)", told, re.MULTILINE | re.DOTALL)
    return found[1].strip() + "\n" if found else ""


def release_problems() -> Iterator[str]:
    """Why this commit is no release of this version yet."""
    if git("status", "--porcelain").strip():
        yield "There are changes that are not committed."
    if not re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", __version__):
        yield f"{__version__} is no version of a release; set __version__ in nomologi_tui/__init__.py."
    if not section(__version__):
        yield f"CHANGELOG.md has no section [{__version__}]: what is under [Unreleased] belongs there."
    yield from tag_problems(git("tag", "--points-at", "HEAD").split(), git("tag").split())


def tag_problems(here: list[str], known: list[str]) -> Iterator[str]:
    """What is wrong about the tags of this commit, and all others, for this version."""
    others = [one for one in here if re.match(r"v\d", one) and one != TAG]
    if others:
        yield f"This commit is tagged {others[0]}, but nomologi_tui/__init__.py says {__version__}."
    if TAG in known and TAG not in here:
        yield f"{TAG} is another commit already; give this one a new version."
