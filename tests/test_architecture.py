"""What no import contract can say: what start-up loads, how large things may grow, which tests there must be."""

import ast
import gc
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "nomologi_tui"
HEAVY = {
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


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_a_reading_command_loads_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    code = (
        "import sys, contextlib\n"
        f"sys.argv = ['nomologi', *{arguments!r}]\n"
        "from nomologi_tui.__main__ import main\n"
        "with contextlib.suppress(SystemExit): main()\n"
        "print('\\nLOADED', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    environ = {**os.environ, "NOMOLOGI_HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("LOADED ")[2].split())
    assert "nomologi_tui" in loaded
    assert not loaded & HEAVY


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


def _functions() -> Iterator[tuple[str, int]]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_functions_stay_short() -> None:
    sizes = sorted(size for _, size in _functions())
    assert statistics.median(sizes) <= 8
    assert sizes[int(len(sizes) * 0.95)] <= 40
    assert [name for name, size in _functions() if size > 60] == []


def test_modules_have_one_subject_and_fit_on_a_few_screens() -> None:
    sizes = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {str(path): size for path, size in sizes.items() if size > 350} == {}


def test_no_exception_is_swallowed_unread() -> None:
    swallowed = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        and all(isinstance(line, ast.Pass) for line in node.body)
    ]
    assert swallowed == []


def test_no_test_sleeps() -> None:
    own = Path(__file__)
    # sleep(0) is a turn of the loop
    slept = re.compile(r"time\.sleep\(|asyncio\.sleep\((?!0\))|SystemClock\(\)\.sleep\(")
    looks = (own, own.parent / "support.py", own.parent / "endurance" / "flood.py")  # these look again, with a deadline
    files = [path for path in own.parent.rglob("*.py") if path not in looks]
    assert [str(path) for path in files if slept.search(path.read_text(encoding="utf-8"))] == []
