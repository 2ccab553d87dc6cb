"""The documentation as a website: `python -m docs.site` writes build/site and fails for a link that leads nowhere.

The papers are laid out under build/pages as they lie in the repository, so a link means the same in both places.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What readers may be led to; the README is the first page.
TAKEN = (
    "*.md", "LICENSE", "Containerfile", "docs/*.md", "docs/*.json", "docs/*.svg", "docs/goals.txt", "docs/guide/*.md",
    "docs/decisions/*.md",
)  # fmt: skip


def build(folder: Path = ROOT, papers: Path = ROOT, through: Sequence[str] = ()) -> Path:
    """Write the site of `papers` below `folder` and return where. `through` is a command that runs the builder.

    Raises ValueError with what the builder says, also where that is only a warning.
    """
    pages, site = folder / "build" / "pages", folder / "build" / "site"
    for old in (pages, site):
        shutil.rmtree(old, ignore_errors=True)
    _lay_out(papers, pages)
    if folder != papers:
        shutil.copyfile(papers / "zensical.toml", folder / "zensical.toml")
    done = subprocess.run(  # noqa: S603 - our own line
        [*through, sys.executable, "-m", "zensical", "build", "--clean", "--strict"], cwd=folder,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise ValueError(done.stdout + done.stderr)
    return site


def _lay_out(papers: Path, pages: Path) -> None:
    for pattern in TAKEN:
        for paper in papers.glob(pattern):
            place = pages / paper.relative_to(papers)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(paper, place)


if __name__ == "__main__":
    try:
        build()
    except ValueError as error:
        sys.exit(str(error))
