import importlib
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nomologi_tui import blocks
from nomologi_tui.blocks import Block
from nomologi_tui.blocks.packages import allow, allowed, declared, packages
from nomologi_tui.blocks.registry import BUILT_IN, Registry, load_registry, loaded
from nomologi_tui.errors import BlockError, NotFoundError
from nomologi_tui.model import StepType

BLOCK = '''
from pydantic import BaseModel
from nomologi_tui.blocks import ActionContext, action

class Wave(BaseModel):
    pass

@action("wave", title="Wave")
async def wave(config: Wave, ctx: ActionContext) -> str:
    """Wave a hand."""
    return "waved"
'''


@pytest.fixture
def strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two installed packages of other people: one with a block, one that is broken."""
    (tmp_path / "stranger_wave.py").write_text(BLOCK)
    (tmp_path / "stranger_broken.py").write_text("import no_such_library")
    info = tmp_path / "stranger-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[nomologi.blocks]\nwave = stranger_wave:wave\nmodule = stranger_wave\nbroken = stranger_broken:block\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    before = allowed()
    loaded.cache_clear()
    yield
    loaded.cache_clear()
    allow(before)
    for name in ("stranger_wave", "stranger_broken"):
        sys.modules.pop(name, None)


@pytest.mark.usefixtures("strangers")
def test_a_package_whose_removal_broke_off_is_said_and_never_loaded(tmp_path: Path) -> None:
    (tmp_path / "stranger-1.0.dist-info" / "METADATA").unlink()
    allow("stranger")
    names = {one.name for one in load_registry()}
    assert "wave" not in names
    found = next(one for one in packages() if "wave" in one.offers)
    assert f"{found.name} {found.version}" == "a damaged package of unknown version"


@pytest.mark.parametrize("kind", StepType)
def test_each_file_of_a_kind_is_a_block_of_that_name_and_kind(kind: StepType) -> None:
    files = (Path(blocks.__file__).parent / f"{kind}s").glob("[!_]*.py")
    assert {block.name for block in load_registry().of_type(kind)} == {path.stem for path in files}


def test_a_wrong_name_gets_the_nearest_ones() -> None:
    with pytest.raises(NotFoundError, match=r"no trigger called “shedule”\. Perhaps schedule"):
        load_registry().get(StepType.TRIGGER, "shedule")
    with pytest.raises(NotFoundError, match="Perhaps notify"):
        load_registry().find("notfiy")
    with pytest.raises(NotFoundError, match="`nomologi blocks` lists them"):
        Registry([]).find("x")
    assert load_registry().find("file")[0].type is StepType.TRIGGER


@pytest.mark.usefixtures("strangers")
@pytest.mark.parametrize(
    ("names", "problem"), [("another", "which is not allowed"), ("stranger==0.9", "of which only 0.9 is allowed")]
)
def test_nothing_of_a_package_that_is_not_allowed_is_imported(names: str, problem: str) -> None:
    allow(names)
    registry = load_registry()
    assert not {"stranger_wave", "stranger_broken"} & set(sys.modules)
    with pytest.raises(
        BlockError, match=f"“wave” can't be used. It is of the package stranger 1.0, {problem}"
    ) as error:
        registry.get(StepType.ACTION, "wave")
    assert "`nomologi blocks --allow stranger`" in str(error.value)
    assert [(one.name, one.problem) for one in packages()] == [("stranger", problem)]


@pytest.mark.usefixtures("strangers")
@pytest.mark.parametrize("names", ["stranger, more", "Stranger==1.0"])
def test_other_peoples_blocks_join_where_allowed_and_a_broken_one_is_skipped(
    names: str, caplog: pytest.LogCaptureFixture
) -> None:
    allow(names)
    with caplog.at_level(logging.WARNING):
        registry = load_registry()
    assert registry.get(StepType.ACTION, "wave").title == "Wave"
    assert "The package block broken was skipped" in caplog.text
    with pytest.raises(BlockError, match="“broken” can't be loaded: ModuleNotFoundError"):
        registry.get(StepType.ACTION, "broken")


@pytest.mark.usefixtures("strangers")
async def test_a_block_without_words_reads_as_its_title() -> None:
    allow("stranger")
    block = load_registry().get(StepType.ACTION, "wave")
    config = block.config()
    assert (block.in_words(config), await block.previewed(config, None), block.plan(config)) == (
        "wave", "would wave", [],
    )  # fmt: skip


@pytest.mark.parametrize("module", BUILT_IN)
def test_each_module_of_ours_declares_the_one_block_that_it_is_called_after(module: str) -> None:
    (block,) = declared(Block, importlib.import_module(module))
    assert module.endswith(f".{block.type.value}s.{block.name}")


def test_a_block_is_loaded_when_it_is_asked_for_and_no_other_one() -> None:
    asked = (
        "import sys\nfrom nomologi_tui.blocks.registry import load_registry\nfrom nomologi_tui.model import StepType\n"
    )
    told = "print([name for name in sys.modules if name.startswith('nomologi_tui.blocks.actions.')])"
    line = f"{asked}load_registry().get(StepType.ACTION, 'stop')\n{told}"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "['nomologi_tui.blocks.actions.stop']\n"


NOTHING_BEFORE = {  # what is there already at the first start: nothing, for
    "manual": "a person starts it", "schedule": "a time that has passed is gone", "webhook": "it hears what is sent",
    "command": "its first output is what later ones are compared to", "after": "runs that have ended are over",
}  # fmt: skip


def test_a_trigger_that_may_find_something_there_already_asks_whether_it_counts() -> None:
    triggers = {one.name: one for one in load_registry() if one.type is StepType.TRIGGER}
    assert {name for name, one in triggers.items() if "first" not in one.config.model_fields} == set(NOTHING_BEFORE)
