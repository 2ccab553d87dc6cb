"""completion: a shell completes commands, options and names of automations. And the answers to the shell that asks."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from typer._click.shell_completion import CompletionItem, add_completion_class
from typer._completion_classes import FishComplete, ZshComplete, completion_init

from nomologi_tui.cli import COMMANDS, COMPLETING
from nomologi_tui.cli.output import say
from nomologi_tui.errors import BadInputError

_SHELLS = ("bash", "zsh", "fish")
_ZSH = """#compdef nomologi

_nomologi_completion() {
  local -a found
  found=("${(@f)$(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _NOMOLOGI_COMPLETE=complete_zsh nomologi)}")
  if [[ -n $found ]]; then
    _describe -V nomologi found
  else
    _files
  fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _nomologi_completion "$@"
else
  compdef _nomologi_completion nomologi
fi"""


class _Zsh(ZshComplete):
    """One a line, `value:help`. Typer's own answer is text that zsh carries out, and a goal in it would be too."""

    def complete(self) -> str:
        return "\n".join(self.format_completion(one) for one in self.get_completions(*self.get_completion_args()))

    def format_completion(self, item: CompletionItem) -> str:
        value, words = (one.replace("\\", "\\\\") for one in (item.value, _one_line(item)))
        value = value.replace(":", "\\:")
        return f"{value}:{words}" if words else value


class _Fish(FishComplete):
    """Typer's own reads help as markup, and breaks it into lines, each of which would be offered."""

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.value}\t{_one_line(item)}" if item.help else item.value


def _one_line(item: CompletionItem) -> str:
    return " ".join((item.help or "").split())


def completion(shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")]) -> None:
    """Print what lets a shell complete this command line.

    bash: nomologi completion bash > ~/.local/share/bash-completion/completions/nomologi

    zsh: nomologi completion zsh > ~/.zfunc/_nomologi, with fpath+=~/.zfunc before compinit in ~/.zshrc

    fish: nomologi completion fish > ~/.config/fish/completions/nomologi.fish
    """
    from typer._completion_shared import get_completion_script

    if shell not in _SHELLS:
        raise BadInputError(f"“{shell}” is no shell that is known here.", f"Known are {', '.join(_SHELLS)}.")
    say(_ZSH if shell == "zsh" else get_completion_script(prog_name="nomologi", complete_var=COMPLETING, shell=shell))


def answer(environ: Mapping[str, str]) -> Any:
    """Tell the shell what could stand where its cursor is; the exit code."""
    from nomologi_tui.cli.build import build

    completion_init()
    add_completion_class(_Zsh, "zsh")
    add_completion_class(_Fish, "fish")
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
