"""The documents say what is so: generated ones are current, names, links and commands in them exist."""

import ast
import re
import subprocess
import tomllib
import types
from pathlib import Path

import pytest

from docs.generate import NOW, stale
from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.packages import declared
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.cli import COMMANDS
from nomologi_tui.goals.reading import read_goal
from nomologi_tui.settings import SETTINGS, Settings
from tests.support import require_programs

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "nomologi_tui"
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAPERS = [*sorted(ROOT.glob("*.md")), *DECISIONS, *sorted((ROOT / "docs" / "guide").glob("*.md"))]
EVERY_PAPER = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
MOST_LINES = {"ARCHITECTURE.md": 150, "CHANGELOG.md": 1000, "README.md": 200, "CONTRIBUTING.md": 100, "SECURITY.md": 80}
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
TO_BE_MADE = {"x", "version-N", "make_folder", "test_make_folder"}  # by who reads it
A_SCREEN = 60  # lines of a decision
UNCLEAR = {  # what a person would write there, a template's business, a block that a guide is about to make
    "GOAL", "…", "watch my blog", "every day at 8 say hello to Ada",
    "every day at 8 remind me tomorrow to call",  # shown for what --without does
}  # fmt: skip
LONGEST = 140  # lines of any other one


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _between(text: str, mark: str) -> str:
    """The code of the fenced block between `<!-- mark -->` and `<!-- end -->`, without its indentation."""
    found = re.search(rf"<!-- {mark} -->\n( *)```\w+\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return "".join(line.removeprefix(found[1]) for line in found[2].splitlines(keepends=True))


def test_generated_references_are_current() -> None:
    assert stale() == []


def test_the_manual_page_is_good_roff() -> None:
    require_programs("groff")
    page = str(ROOT / "docs" / "nomologi.1")
    done = subprocess.run(
        ["groff", "-man", "-ww", "-z", "-K", "utf8", page], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""


def test_the_manual_page_fits_a_terminal_of_80_columns() -> None:
    require_programs("groff")
    line = ["groff", "-man", "-rLL=80n", "-K", "utf8", "-T", "utf8", "-P-cbou", str(ROOT / "docs" / "nomologi.1")]
    shown = subprocess.run(line, capture_output=True, text=True, check=True).stdout.splitlines()
    assert (len(shown) > 500, [one for one in shown if len(one) > 80]) == (True, [])


@EVERY_PAPER
def test_links_lead_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", paper.read_text(encoding="utf-8"))
    assert [link for link in links if not (paper.parent / link).exists()] == []


@EVERY_PAPER
def test_files_and_modules_that_are_named_exist(paper: Path) -> None:
    named = re.findall(r"`([a-z_]+)/([\w/-]*\w)", paper.read_text(encoding="utf-8"))
    places = [PACKAGE / room / rest for room, rest in named if room in ROOMS]
    places += [ROOT / top / rest for top, rest in named if top in {"nomologi_tui", "tests", "docs", "benchmarks"}]
    gone = [place for place in places if place.stem not in TO_BE_MADE and not list(place.parent.glob(f"{place.name}*"))]
    assert gone == []


@EVERY_PAPER
def test_commands_that_are_named_exist(paper: Path) -> None:
    named = re.findall(r"(?:^|`)nomologi ([a-z]+)\b", paper.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name in named if name not in COMMANDS} == set()


@EVERY_PAPER
def test_goals_that_are_shown_are_understood(paper: Path) -> None:
    goals = re.findall(r'nomologi (?:new|read) "((?:[^"\\]|\\.)+)"', paper.read_text(encoding="utf-8"))
    read = {goal: read_goal(goal, registry=load_registry(), timezone="Europe/Berlin", now=NOW) for goal in goals}
    wrong = {goal for goal, found in read.items() if found.not_understood or not (found.when and found.what)}
    assert wrong <= UNCLEAR


@EVERY_PAPER
def test_no_paper_is_longer_than_it_may_be(paper: Path) -> None:
    most = A_SCREEN if paper in DECISIONS else MOST_LINES.get(paper.name, LONGEST)
    assert len(paper.read_text(encoding="utf-8").splitlines()) <= most


def test_ci_takes_its_test_command_from_the_readme() -> None:
    line = next(line for line in _text(".ci/run").splitlines() if line.startswith("tests="))
    script = f'{line}; echo "$tests"'
    told = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told == _between(_text("README.md"), "the tests")
    assert told.count("\n") == 1


def test_every_setting_is_described_and_told_with_its_place_in_the_environment() -> None:
    assert list(SETTINGS) == [name for name in Settings.__dataclass_fields__ if name not in ("places", "keys")]
    told = _text("docs/settings.md")
    assert [name for name in SETTINGS if f"`NOMOLOGI_{name.upper()}`" not in told] == []


def test_functions_in_the_architecture_exist() -> None:
    named = re.findall(r"`([a-z_/]+\.py): ([\w.]+)`", _text("ARCHITECTURE.md"))
    assert named
    assert [(path, name) for path, name in named if name not in _defined(PACKAGE / path)] == []


def _defined(path: Path) -> set[str]:
    if not path.exists():
        return set()
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            names |= {f"{node.name}.{inner.name}" for inner in node.body if hasattr(inner, "name")}
    return names


def test_every_promise_has_a_test_that_exists() -> None:
    told = _text("docs/guide/promises.md")
    parts = re.findall(r"^\*\*(.+)\*\*\n((?:- `.+`\n)+)", told, re.MULTILINE)
    promised = re.findall(r"^- \*\*(.+?)\.?\*\*", _text("docs/guide/how-runs-behave.md"), re.MULTILINE)
    assert [promise for promise, _ in parts] == promised
    named = re.findall(r"^- `(.+\.py)::(\w+)`$", told, re.MULTILINE)
    assert len(named) == told.count("\n- ")
    assert [(path, name) for path, name in named if name not in _defined(ROOT / path)] == []


def test_every_room_stands_in_the_architecture() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.stem not in {"__init__", "__pycache__", "py"}}
    told = _text("ARCHITECTURE.md")
    assert {room for room in rooms if f"`{room}" not in told} == set()


def test_every_room_within_a_room_stands_in_the_architecture() -> None:
    told = _text("ARCHITECTURE.md")
    rooms = {path.parent.name for path in PACKAGE.glob("*/*/__init__.py")}
    assert {room for room in rooms if f"{room}/`" not in told} == set()


def test_every_file_of_the_runner_stands_in_the_architecture() -> None:
    told = _text("ARCHITECTURE.md").partition("In `runner/`:")[2].partition("##")[0]
    files = {path.stem for path in (PACKAGE / "runner").glob("*.py")} - {"__init__"}
    assert {name for name in files if f"`{name}`" not in told} == set()


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(_text("pyproject.toml"))["project"]
    names = [re.split(r"[<>=\[]", one)[0] for one in project["dependencies"]]
    reasons = _text("docs/decisions/0003-dependencies.md").partition("## Refused")[0]
    assert [name for name in names if not re.search(rf"^\|[^|]*\b{name}\b", reasons, re.MULTILINE)] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


async def test_the_block_that_contributors_are_shown_works(tmp_path: Path) -> None:
    paper = _text("CONTRIBUTING.md")
    file, test = types.ModuleType("make_folder"), types.ModuleType("test_make_folder")
    exec(_between(paper, "the block"), vars(file))  # noqa: S102 - our own document
    code = _between(paper, "the test").replace("from nomologi_tui.blocks.actions.make_folder import", "#")
    vars(test).update(vars(file))
    exec(code, vars(test))  # noqa: S102
    await test.test_a_folder_is_made_with_those_above_it(tmp_path)
    block = declared(Block, file)[0]
    said = re.findall(r'nomologi read "(.+?)"', paper)
    registry = Registry([block, *load_registry()])
    read = [read_goal(goal, registry=registry, timezone="UTC", now=NOW) for goal in said]
    assert [[part.block for part in one.what] for one in read] == [[block.name]]
