"""What no import contract can say: what start-up loads, how large things may grow, which tests there must be."""

import ast
import gc
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "nomologi_tui"
HEAVY = {
    "anyascii",
    "sqlalchemy",
    "sqlmodel",
    "pydantic",
    "textual",
    "apscheduler",
    "liquid",
    "httpx",
    "apprise",
    "keyring",
    "jmespath",
    "psutil",
    "cryptography",
    "holidays",
    "astral",
    "feedparser",
    "selectolax",
    "asyncssh",
    "aiomqtt",
    "paho",
    "ical",
}
NEEDLESS = {"asyncio", "email", "logging", "sqlite3", "zipfile"}  # of Python itself, for who only reads a goal
OF_BLOCKS = HEAVY - {"pydantic", "sqlalchemy", "sqlmodel", "textual", "apscheduler", "liquid", "keyring"}
READING = (
    ["--version"],
    ["list"],
    ["list", "--json"],
    ["runs"],
    ["logs"],
    ["status"],
    ["why", "x"],
    ["when", "every day at 8"],
    ["--help"],
)


@pytest.fixture(autouse=True)
def _no_collection() -> Iterator[None]:
    """What other tests left may log a traceback when it is collected, and Python 3.11 parses for that."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _loaded_by(arguments: list[str], tmp_path: Path) -> set[str]:
    """The packages that a command line has loaded at its end."""
    code = (
        "import sys, contextlib\n"
        f"sys.argv = ['nomologi', *{arguments!r}]\n"
        "from nomologi_tui.__main__ import main\n"
        "with contextlib.suppress(SystemExit): main()\n"
        "print('\\nLOADED', *sorted(name for name in sys.modules if '.' not in name))\n"
    )
    environ = {**os.environ, "NOMOLOGI_HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("LOADED ")[2].split())
    assert "nomologi_tui" in loaded
    return loaded


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_a_reading_command_loads_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    assert not _loaded_by(arguments, tmp_path) & HEAVY


def test_reading_a_goal_loads_the_forms_of_its_blocks_and_nothing_else_heavy(tmp_path: Path) -> None:
    assert _loaded_by(["read", "every day at 8 run 'x' and tell me"], tmp_path) & HEAVY <= {"pydantic"}


@pytest.mark.parametrize(
    "deed", ["run ~/bin/sync", "tell me 'up'", "email me 'up'", "write 'up' to ~/up.txt", "move ~/a to ~/b"]
)
def test_a_deed_that_is_only_read_loads_nothing_that_would_do_it(deed: str, tmp_path: Path) -> None:
    assert not _loaded_by(["read", f"every hour {deed}"], tmp_path) & NEEDLESS


@pytest.mark.parametrize(
    "event",
    ["https://a.example is down", "a pdf lands in ~/in", "the disk is above 90 %", "a new item of the feed comes"],
)
def test_an_event_that_is_only_read_loads_nothing_that_would_watch_for_it(event: str, tmp_path: Path) -> None:
    assert not _loaded_by(["read", f"when {event} tell me"], tmp_path) & NEEDLESS


def test_the_libraries_of_blocks_load_only_when_a_block_of_theirs_is_used() -> None:
    code = (
        "import sys\n"
        "from nomologi_tui.blocks.fields import describe\n"
        "from nomologi_tui.blocks.registry import load_registry\n"
        "from nomologi_tui.providers.registry import load_providers\n"
        "print(sum(len(describe(one.config)) for one in [*load_registry(), *load_providers()]))\n"
        "print('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("LOADED ")[2].split())
    assert "pydantic" in loaded
    assert not loaded & OF_BLOCKS


def test_a_reading_command_creates_nothing(tmp_path: Path) -> None:
    environ = {**os.environ, "NOMOLOGI_HOME": str(tmp_path / "home")}
    subprocess.run([sys.executable, "-m", "nomologi_tui", "list"], env=environ, check=True, capture_output=True)
    assert not (tmp_path / "home").exists()


@dataclass(frozen=True)
class Module:
    """What is asked of a module's code. `read`: the names that it reads, those in short strings too."""

    path: str
    lines: int
    functions: dict[str, int]  # each one's place and name: its lines
    swallowed: list[int]  # lines
    defined: list[str]  # at its top: constants, functions and classes that no decorator hands to somebody
    read: frozenset[str]


@cache
def _modules(folder: Path = PACKAGE) -> tuple[Module, ...]:
    return tuple(_module(path) for path in sorted(folder.rglob("*.py")))


def _module(path: Path) -> Module:
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    own = str(path.relative_to(ROOT))
    return Module(
        own,
        len(source.splitlines()),
        {f"{own}:{one.lineno} {one.name}": (one.end_lineno or 0) - one.lineno + 1
         for one in nodes if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)},
        [one.lineno for one in nodes if isinstance(one, ast.ExceptHandler) and _swallows(one)],
        [name for one in tree.body for name in _defined(one)],
        frozenset(name for one in nodes for name in _read(one)),
    )  # fmt: skip


def _swallows(handler: ast.ExceptHandler) -> bool:
    everything = handler.type is None or getattr(handler.type, "id", "") in {"Exception", "BaseException"}
    return everything and all(isinstance(line, ast.Pass) for line in handler.body)


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [] if node.decorator_list else [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [one.id for one in targets if isinstance(one, ast.Name)]


def _read(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return re.findall(r"[A-Za-z_]\w*", text) if len(text) < 80 else []


def test_functions_stay_short() -> None:
    functions = {name: size for module in _modules() for name, size in module.functions.items()}
    sizes = sorted(functions.values())
    assert statistics.median(sizes) <= 8
    assert sizes[int(len(sizes) * 0.95)] <= 40
    assert [name for name, size in functions.items() if size > 60] == []


def test_modules_have_one_subject_and_fit_on_a_few_screens() -> None:
    assert {module.path: module.lines for module in _modules() if module.lines > 350} == {}


def test_no_exception_is_swallowed_unread() -> None:
    assert [f"{module.path}:{line}" for module in _modules() for line in module.swallowed] == []


def test_what_only_tests_read_is_deleted() -> None:
    read = frozenset().union(*(module.read for module in (*_modules(), *_modules(ROOT / "docs"))))
    by_others = ("nomologi_tui/testing/", "nomologi_tui/store/tables.py")  # tests of blocks; SQLModel
    unread = {
        module.path: names
        for module in _modules()
        if not module.path.startswith(by_others)
        and (names := [name for name in module.defined if name not in read and not name.startswith("__")])
    }
    assert unread == {}


def test_no_test_sleeps() -> None:
    own = Path(__file__)
    # sleep(0) is a turn of the loop
    slept = re.compile(r"time\.sleep\(|asyncio\.sleep\((?!0\))|SystemClock\(\)\.sleep\(")
    looks = (own, own.parent / "support.py", own.parent / "endurance" / "flood.py")  # these look again, with a deadline
    files = [path for path in own.parent.rglob("*.py") if path not in looks]
    assert [str(path) for path in files if slept.search(path.read_text(encoding="utf-8"))] == []
