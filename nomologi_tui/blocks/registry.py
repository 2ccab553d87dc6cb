"""Which blocks there are: our own by an explicit list, other people's by the entry point group `nomologi.blocks`."""

import difflib
import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from nomologi_tui.blocks.base import Block, Says
from nomologi_tui.blocks.packages import allowed, declared, left_out, load_all
from nomologi_tui.errors import BlockError, NotFoundError
from nomologi_tui.model import Step, StepType

GROUP = "nomologi.blocks"
WORDS = Path(__file__).with_name("words.json")

BUILT_IN = (
    "nomologi_tui.blocks.triggers.manual",
    "nomologi_tui.blocks.triggers.schedule",
    "nomologi_tui.blocks.triggers.file",
    "nomologi_tui.blocks.triggers.line",
    "nomologi_tui.blocks.triggers.webhook",
    "nomologi_tui.blocks.triggers.feed",
    "nomologi_tui.blocks.triggers.web_check",
    "nomologi_tui.blocks.triggers.mail",
    "nomologi_tui.blocks.triggers.command",
    "nomologi_tui.blocks.triggers.metric",
    "nomologi_tui.blocks.triggers.after",
    "nomologi_tui.blocks.triggers.silence",
    "nomologi_tui.blocks.triggers.service",
    "nomologi_tui.blocks.triggers.mqtt",
    "nomologi_tui.blocks.triggers.process",
    "nomologi_tui.blocks.triggers.host",
    "nomologi_tui.blocks.triggers.new_device",
    "nomologi_tui.blocks.triggers.device",
    "nomologi_tui.blocks.triggers.calendar",
    "nomologi_tui.blocks.triggers.container",
    "nomologi_tui.blocks.conditions.compare",
    "nomologi_tui.blocks.conditions.time_window",
    "nomologi_tui.blocks.conditions.group",
    "nomologi_tui.blocks.conditions.file_state",
    "nomologi_tui.blocks.conditions.command_succeeds",
    "nomologi_tui.blocks.conditions.host_reachable",
    "nomologi_tui.blocks.conditions.last_result",
    "nomologi_tui.blocks.conditions.only_new",
    "nomologi_tui.blocks.conditions.only_changed",
    "nomologi_tui.blocks.conditions.held",
    "nomologi_tui.blocks.conditions.workday",
    "nomologi_tui.blocks.conditions.expression",
    "nomologi_tui.blocks.actions.run_command",
    "nomologi_tui.blocks.actions.http_request",
    "nomologi_tui.blocks.actions.write_file",
    "nomologi_tui.blocks.actions.copy_file",
    "nomologi_tui.blocks.actions.move_file",
    "nomologi_tui.blocks.actions.rename_file",
    "nomologi_tui.blocks.actions.trash_file",
    "nomologi_tui.blocks.actions.archive",
    "nomologi_tui.blocks.actions.unpack",
    "nomologi_tui.blocks.actions.download",
    "nomologi_tui.blocks.actions.make_text",
    "nomologi_tui.blocks.actions.parse_text",
    "nomologi_tui.blocks.actions.pick_value",
    "nomologi_tui.blocks.actions.change_list",
    "nomologi_tui.blocks.actions.append_row",
    "nomologi_tui.blocks.actions.query_database",
    "nomologi_tui.blocks.actions.notify",
    "nomologi_tui.blocks.actions.send_email",
    "nomologi_tui.blocks.actions.move_mail",
    "nomologi_tui.blocks.actions.flag_mail",
    "nomologi_tui.blocks.actions.save_attachments",
    "nomologi_tui.blocks.actions.read_page",
    "nomologi_tui.blocks.actions.read_feed",
    "nomologi_tui.blocks.actions.ask_model",
    "nomologi_tui.blocks.actions.git",
    "nomologi_tui.blocks.actions.ssh_command",
    "nomologi_tui.blocks.actions.sftp_copy",
    "nomologi_tui.blocks.actions.backup",
    "nomologi_tui.blocks.actions.restart_service",
    "nomologi_tui.blocks.actions.restart_container",
    "nomologi_tui.blocks.actions.mqtt_publish",
    "nomologi_tui.blocks.actions.home_assistant",
    "nomologi_tui.blocks.actions.wake_on_lan",
    "nomologi_tui.blocks.actions.run_automation",
    "nomologi_tui.blocks.actions.for_each",
    "nomologi_tui.blocks.actions.branch",
    "nomologi_tui.blocks.actions.digest",
    "nomologi_tui.blocks.actions.stop",
    "nomologi_tui.blocks.actions.wait",
    "nomologi_tui.blocks.actions.ask_for_approval",
)


class Registry:
    """Blocks by kind and name. Naming one of a package that failed, or that is not allowed (`left_out`), says why.

    `built_in`: modules that are loaded when their block is asked for, because a runner needs few of them.
    """

    def __init__(
        self,
        blocks: Iterable[Block],
        broken: dict[str, str] | None = None,
        left_out: Callable[[], Mapping[str, tuple[str, str]]] = dict,
        built_in: Iterable[str] = (),
    ) -> None:
        self._blocks: dict[tuple[StepType, str], Block | str] = {_block_of(module): module for module in built_in}
        self._blocks |= {(block.type, block.name): block for block in blocks}
        self._broken = broken or {}
        self._left_out = left_out

    def __iter__(self) -> Iterator[Block]:
        return (block for key in list(self._blocks) if (block := self._loaded(*key)))

    def _loaded(self, kind: StepType, name: str) -> Block | None:
        found = self._blocks.get((kind, name))
        if isinstance(found, str):
            found = self._blocks[kind, name] = _loaded_block(found)
        return found

    def of_type(self, kind: StepType) -> list[Block]:
        """The blocks of one kind, in the order they were registered."""
        return [block for block in self if block.type is kind]

    def known(self, kind: StepType, name: str) -> Block | None:
        """The block of that name; None where there is none."""
        return self._loaded(kind, name)

    def get(self, kind: StepType, name: str) -> Block:
        """The block of that name. Raises NotFoundError with the nearest names, BlockError if its package
        is broken or not allowed.
        """
        if name in self._broken:
            raise BlockError(
                f"The block “{name}” can't be loaded: {self._broken[name]}", "Repair or uninstall its package."
            )
        if block := self._loaded(kind, name):
            return block
        if reason := self._left_out().get(name):
            raise BlockError(f"The block “{name}” can't be used. {reason[0]}", reason[1])
        known = [known for type_, known in self._blocks if type_ is kind]
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or known
        raise NotFoundError(f"There is no {kind.value} called “{name}”.", f"Perhaps {', '.join(near[:3])}?")

    def said(self) -> Iterator[tuple[StepType, str, Sequence[Says]]]:
        """Kind, name and words of each block that a sentence may mean, in the order they were registered.

        Our own are not loaded for it: `words.json` has what their files declare.
        """
        written = declared_words()
        for (kind, name), found in list(self._blocks.items()):
            block = None if isinstance(found, str) and (kind, name) in written else self._loaded(kind, name)
            yield kind, name, sayable(block) if block else written.get((kind, name), ())

    def ends_run(self, step: Step) -> bool:
        """Whether nothing follows the step, however it went; no for a block that is gone."""
        block = self._loaded(step.type, step.block)
        return block is not None and block.ends_run

    def holds(self, step: Step) -> tuple[str, ...]:
        """The lists of steps that may stand inside it; none for a block that is gone."""
        block = self._loaded(step.type, step.block)
        return block.holds if block else ()

    def find(self, name: str) -> list[Block]:
        """The blocks called `name`, of any kind. Raises NotFoundError with the nearest names."""
        found = [block for kind, known in list(self._blocks) if known == name and (block := self._loaded(kind, known))]
        if not found:
            near = difflib.get_close_matches(name, [known for _, known in self._blocks], n=3, cutoff=0.3)
            raise NotFoundError(
                f"There is no block called “{name}”.",
                f"Perhaps {', '.join(near)}?" if near else "`nomologi blocks` lists them.",
            )
        return found


def sayable(block: Block) -> Sequence[Says]:
    """The words by which a sentence may mean the block; none for one that holds others, which a sentence can't fill."""
    return () if block.holds else block.says


@cache
def declared_words() -> dict[tuple[StepType, str], Sequence[Says]]:
    """The words of our own blocks, as docs/generate.py wrote them down."""
    rows = json.loads(WORDS.read_text(encoding="utf-8")) if WORDS.exists() else []
    return {(StepType(kind), name): [_says(one) for one in says] for kind, name, says in rows}


def words_document() -> str:
    """What belongs into `words.json`: a line a block."""
    blocks = (_loaded_block(module) for module in BUILT_IN)
    lines = [json.dumps([block.type.value, block.name, sayable(block)], ensure_ascii=False) for block in blocks]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _loaded_block(module: str) -> Block:
    return declared(Block, importlib.import_module(module))[0]


def _says(one: Any) -> Says:
    return (one[0], one[1]) if isinstance(one, list) else str(one)


def load_registry() -> Registry:
    """Our blocks and those of allowed packages (`packages.allow`)."""
    return loaded(allowed())


@cache
def loaded(_allowed: str) -> Registry:
    """The same, remembered for what is allowed."""
    return Registry(*load_all(Block, (), GROUP), partial(left_out, GROUP), BUILT_IN)


def _block_of(module: str) -> tuple[StepType, str]:
    """Kind and name of the block in a module of ours: its folder and its file are called so."""
    *_, folder, name = module.split(".")
    return StepType(folder.removesuffix("s")), name
