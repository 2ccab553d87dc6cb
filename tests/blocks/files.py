"""What tests of file actions look at."""

from pathlib import Path


def names_in(folder: Path) -> list[str]:
    """The names in `folder`, sorted."""
    return sorted(path.name for path in folder.iterdir())
