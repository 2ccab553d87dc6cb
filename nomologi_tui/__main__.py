"""The way in. `--version` answers before anything is imported; the rest goes to the command line."""

import sys


def main() -> None:
    """Run `nomologi`; leaves the process with the exit code of the contract."""
    if sys.argv[1:] == ["--version"] and _say_version():
        return
    try:
        from nomologi_tui.cli import run
    except KeyboardInterrupt:  # ctrl+c while it starts
        sys.exit(130)
    sys.exit(run(sys.argv[1:]))


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
