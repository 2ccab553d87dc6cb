"""The way in. `--version` answers before anything is imported; the rest goes to the command line."""

import gc
import sys

COLLECT = 150_000  # as `gc.set_threshold`: Python's own looks 200 times at what `read` loads, an eighth of its time


def main() -> None:
    """Run `nomologi`; leaves the process with the exit code of the contract."""
    if sys.argv[1:] == ["--version"] and _say_version():
        return
    if sys.argv[1:2] and not sys.argv[1].startswith("-"):  # the app sees to it itself
        gc.set_threshold(COLLECT)
    try:
        from nomologi_tui.compiled import METHODS

        METHODS.take_over()  # before there is a dataclass
        from nomologi_tui import plugins

        plugins.keep_out()
        from nomologi_tui.cli import run
    except KeyboardInterrupt:  # ctrl+c while it starts
        sys.exit(130)
    code = run(sys.argv[1:])
    METHODS.keep()
    gc.freeze()  # the process ends: looking through all of it for garbage once more is a fifth of what `list` takes
    sys.exit(code)


def _say_version() -> bool:
    """Whether it could be said; else the command line tells why not."""
    from nomologi_tui import __version__

    try:
        sys.stdout.write(f"nomologi {__version__}\n")
        sys.stdout.flush()
    except (AttributeError, OSError):  # the stream is closed, its reader gone, its disk full
        return False
    return True


if __name__ == "__main__":
    main()
