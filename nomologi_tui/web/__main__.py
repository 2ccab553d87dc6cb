"""The app as the process behind one page: textual-serve's packets on stdin and stdout take a terminal's place."""

import os
import sys

from nomologi_tui import plugins
from nomologi_tui.errors import NomologiError
from nomologi_tui.opening import run
from nomologi_tui.settings import load_settings
from nomologi_tui.text import clean


def main() -> int:
    plugins.keep_out()
    try:
        return run(load_settings(), os.environ.get("NOMOLOGI_PASSWORD", ""), says_goodbye=False)
    except NomologiError as error:
        sys.stderr.write(clean(str(error)) + "\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
