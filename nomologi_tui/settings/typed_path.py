"""A path as a person typed it, in a command, a form, a setting or the environment."""

import errno
from pathlib import Path

from nomologi_tui.errors import BadInputError
from nomologi_tui.text import clean_line, shorten

_NO_NAME = (errno.ENAMETOOLONG, errno.ENOTDIR, errno.ELOOP, errno.EINVAL)  # nothing can be there, whoever makes it


def typed_path(text: str | Path) -> Path:
    """`text` as a path, a leading `~` filled in; nothing need be there.

    Raises BadInputError for what can be none: empty, as a variable that is not set leaves it, below a file, too long.
    """
    shown = shorten(clean_line(str(text)), 60)
    if not str(text).strip():
        raise BadInputError("A file or folder is named by nothing.", "Write . for the folder that you are in.")
    try:
        path = Path(text).expanduser()
        path.lstat()
    except RuntimeError:
        raise BadInputError(f"“{shown}” begins with the home of nobody here.", "Write the whole path.") from None
    except ValueError:
        raise BadInputError(f"“{shown}” can be no path.", "Write it as a folder lists it.") from None
    except OSError as error:
        if error.errno in _NO_NAME:
            raise BadInputError(f"“{shown}” can be no path: {error.strerror}.", "Name another place.") from None
    return path
