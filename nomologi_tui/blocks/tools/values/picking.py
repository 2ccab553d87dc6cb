"""JMESPath, as in the command lines of clouds: `items[?size > `5`].name`."""

from typing import Any

from nomologi_tui.errors import BlockError

LONGEST = 2000  # characters


def check_path(path: str) -> str:
    """`path`, if it can be read. Raises ValueError with what is wrong."""
    import jmespath
    from jmespath.exceptions import JMESPathError

    if len(path) > LONGEST:
        raise ValueError(f"a path has at most {LONGEST:,} characters")
    try:
        jmespath.compile(path)
    except JMESPathError as error:
        raise ValueError(f"this is not a path: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise ValueError("this path is nested too deep") from None
    return path


def pick(data: Any, path: str) -> Any:
    """What lies at `path` in `data`; None for nothing. Raises BlockError."""
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.search(path, data)
    except (JMESPathError, RecursionError, TypeError, ValueError) as error:
        raise BlockError(f"The path {path} does not fit the data: {str(error).splitlines()[0]}.") from error
