"""The names of archives, whose ending says the kind, and of what they hold."""

ENDINGS = (".zip", ".tar.gz", ".tgz")
DEEPEST = 200  # folders in each other
TOLD = ".zip, .tar.gz or .tgz"


def check_ending(path: str) -> str:
    """`path`, if its ending says what kind of archive it is, or a value may say it. Raises ValueError."""
    if not path.endswith((*ENDINGS, "}}")):
        raise ValueError(f"the name of an archive ends with {TOLD}")
    return path
