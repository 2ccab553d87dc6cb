"""git in a folder, by the real program: no prompt, no editor, and its own words where it fails."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.tools.foretelling import with_text
from nomologi_tui.blocks.tools.paths import folder_of, is_folder
from nomologi_tui.blocks.tools.processes.process import Ended, Program, run_process
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, counted, shorten

LONGEST = 600.0  # seconds of one command
_QUIET = {
    "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "SSH_ASKPASS": "true", "SSH_ASKPASS_REQUIRE": "never",
    "GIT_SSH_COMMAND": "ssh -o BatchMode=yes", "GIT_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no", "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
}  # fmt: skip
_PASSING = re.compile(
    r"Could not resolve host|Connection (timed out|refused|reset)|(Could not|Couldn't|Failed to) connect|index\.lock",
    re.IGNORECASE,
)
_NO_REPOSITORY = "not a git repository"
_AGENT = "SSH_AUTH_SOCK"  # commands get no environment of ours but what they need
_WORDS = re.compile(r"^\s*(?:fatal|error|ERROR|remote|hint)?:?\s*(.*)$")
_CREDENTIALS = re.compile(r"//[^/@\s]*@")


def repository_in(folder: str, ctx: ActionContext) -> "Git":
    """The repository in the folder that a person typed."""
    return Git(folder_of(folder), ctx)


@dataclass(frozen=True, slots=True)
class Git:
    """The repository in `folder`."""

    folder: Path
    ctx: ActionContext

    async def commit(self, message: str) -> dict[str, object]:
        """Everything that changed. Nothing is no failure."""
        await self._no_conflicts()
        await self._ask("add", "--all")
        changed = (await self._ask("diff", "--cached", "--name-only", "-z")).stdout.split("\0")[:-1]
        if changed:
            await self._ask("commit", "--quiet", f"--message={message}")
        return {"changed": bool(changed), "files": changed[:1000], "commit": await self._head()}

    async def pull(self) -> dict[str, object]:
        """Fetch and merge. A merge that does not fit is undone, and fails with the names of the files."""
        await self._no_conflicts()
        before = await self._head()
        ended = await self._run("pull", "--no-rebase", "--quiet")
        if ended.exit_code:
            conflicts = await self._unmerged()
            if not conflicts:
                raise _failed("pull", ended)
            await self._ask("merge", "--abort")
            raise BlockError(
                f"Both sides changed {', '.join(conflicts[:5])}; the merge was undone.", "Merge it by hand."
            )
        after = await self._head()
        names = await self._ask("diff", "--name-only", "-z", before, after) if before and before != after else None
        files = names.stdout.split("\0")[:-1] if names else []
        return {"changed": before != after, "files": files[:1000], "commit": after}

    async def push(self) -> dict[str, object]:
        """Nothing new is no failure."""
        ended = await self._run("push", "--porcelain")
        if ended.exit_code:
            raise _failed("push", ended)
        lines = [line for line in ended.stdout.splitlines() if line[1:2] == "\t"]
        return {"changed": any(line[0] != "=" for line in lines), "files": [], "commit": await self._head()}

    async def foretold(self, verb: str, message: str) -> str:
        """What `verb` would do now, or what keeps it from that. Changes nothing, and asks no server."""
        said = f"would {verb} {self.folder} with git{await self._state()}"
        return with_text(said, message.strip()) if verb.startswith("commit") else said

    async def _state(self) -> str:
        try:
            ended = await self._ask("status", "--porcelain", "-z")
        except BlockError as error:
            return f", but now: {error.message}"
        number = sum(entry[2:3] == " " for entry in ended.stdout.split("\0"))
        return f"; {counted(number, 'file')} changed now"

    async def _head(self) -> str:
        ended = await self._run("rev-parse", "--verify", "--quiet", "HEAD")
        return ended.stdout.strip()

    async def _no_conflicts(self) -> None:
        conflicts = await self._unmerged()
        if conflicts:
            raise BlockError(f"A merge waits for you: {', '.join(conflicts[:5])}.", "Resolve it, or abort it.")

    async def _unmerged(self) -> list[str]:
        ended = await self._ask("ls-files", "--unmerged", "--full-name", "-z", ":/")
        return sorted({entry.partition("\t")[2] for entry in ended.stdout.split("\0")[:-1]})

    async def _ask(self, *arguments: str) -> Ended:
        ended = await self._run(*arguments)
        if ended.exit_code:
            raise self._no_repository() if _NO_REPOSITORY in ended.stderr else _failed(arguments[0], ended)
        return ended

    def _no_repository(self) -> BlockError:
        return BlockError(f"{self.folder} is no git repository.", "Choose its folder, or run there: git init")

    async def _run(self, *arguments: str) -> Ended:
        environment = _QUIET | {name: os.environ[name] for name in (_AGENT,) if name in os.environ}
        name = self.ctx.idempotency_key
        program = Program(("git", *arguments), self.folder, environment, timeout=LONGEST, name=name)
        try:
            return await run_process(program, clock=self.ctx.clock, tell=_nobody)
        except FileNotFoundError as error:
            what = "git is not installed" if is_folder(self.folder) else f"The folder {self.folder} does not exist"
            raise BlockError(f"{what}.", "Look at the folder, or install git.") from error
        except OSError as error:
            raise BlockError(f"git can't be run in {self.folder}: {error.strerror}.") from error


def _nobody(_line: str) -> None:
    """What git says is told where it failed."""


def _failed(what: str, ended: Ended) -> BlockError:
    said = f"{ended.stdout}\n{ended.stderr}"
    hint = "Pull first." if "[rejected]" in said else "Try it by hand in that folder."
    return BlockError(f"git {what} failed: {_words(ended)}.", hint, passing=bool(_PASSING.search(said)))


def _words(ended: Ended) -> str:
    """The line that says most: the first fatal one or error, else the last one that says anything."""
    lines = [line for line in f"{ended.stdout}\n{ended.stderr}".splitlines() if line.strip()]
    loud = [line for line in lines if re.match(r"\s*(fatal|error|!)[:\t ]", line)]
    line = (loud or lines[-1:] or [f"exit code {ended.exit_code}"])[0]
    match = _WORDS.match(_CREDENTIALS.sub("//", line))
    return shorten(clean_line(match[1] if match else line).strip(), 300).rstrip(".")
