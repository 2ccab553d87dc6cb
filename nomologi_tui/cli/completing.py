"""completion: a shell completes commands, options and names of automations. And the answers to the shell that asks."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from nomologi_tui.cli import COMMANDS, COMPLETING
from nomologi_tui.cli.output import say
from nomologi_tui.errors import BadInputError

_SHELLS = ("bash", "zsh", "fish")


def completion(shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")]) -> None:
    """Print what lets a shell complete this command line.

    bash: nomologi completion bash > ~/.local/share/bash-completion/completions/nomologi

    zsh: nomologi completion zsh > ~/.zfunc/_nomologi, with fpath+=~/.zfunc before compinit in ~/.zshrc

    fish: nomologi completion fish > ~/.config/fish/completions/nomologi.fish
    """
    from typer._completion_shared import get_completion_script

    if shell not in _SHELLS:
        raise BadInputError(f"“{shell}” is no shell that is known here.", f"Known are {', '.join(_SHELLS)}.")
    say(get_completion_script(prog_name="nomologi", complete_var=COMPLETING, shell=shell))


def answer(environ: Mapping[str, str]) -> Any:
    """Tell the shell what could stand where its cursor is; the exit code."""
    from typer._completion_classes import completion_init

    from nomologi_tui.cli.build import build

    completion_init()
    try:
        return build(_meant(environ))(prog_name="nomologi")
    except SystemExit as ended:  # how Typer ends when it has answered
        return ended.code


def _meant(environ: Mapping[str, str]) -> list[str]:
    """The command that is typed already, so that only its file is loaded; else all of them."""
    words = (environ.get("COMP_WORDS") or environ.get("_TYPER_COMPLETE_ARGS", "")).split()
    typed = words[1] if len(words) > 2 or (len(words) == 2 and _has_ended(environ)) else ""
    return [typed] if typed in COMMANDS else list(COMMANDS)


def _has_ended(environ: Mapping[str, str]) -> bool:
    """Whether the cursor stands behind the second word."""
    line = environ.get("_TYPER_COMPLETE_ARGS", "")
    return environ.get("COMP_CWORD", "1") > "1" or line.endswith(" ")
