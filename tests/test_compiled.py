import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.compiled import Methods
from tests.support import nomologi

TEXT = "def __create_fn__(_type_a):\n def __init__(self,a:_type_a):\n  self.a=a\n return __init__"


@pytest.fixture(autouse=True)
def _writable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    yield
    vars(dataclasses).pop("exec", None)


def _defined(methods: Methods) -> Any:
    names: dict[str, Any] = {}
    methods.define(TEXT, {"__name__": "here"}, names)
    return names["__create_fn__"]


def _kept(path: Path) -> Methods:
    """What a process sees that starts when another one has ended."""
    first = Methods(path)
    _defined(first)
    first.keep()
    second = Methods(path)
    second.take_over()
    return second


def test_a_kept_method_is_the_one_that_python_would_compile(tmp_path: Path) -> None:
    found = _defined(_kept(tmp_path / "x.methods"))
    names: dict[str, Any] = {}
    exec(TEXT, {}, names)  # noqa: S102 - the yardstick
    assert found.__code__ == names["__create_fn__"].__code__
    assert found.__globals__["__name__"] == "here"


def test_dataclasses_are_made_with_what_was_kept(tmp_path: Path) -> None:
    def point() -> type:
        return dataclasses.make_dataclass("Point", ["x", ("y", int, 2)], frozen=True)

    first = Methods(tmp_path / "x.methods")
    first.take_over()
    point()
    first.keep()
    size = (tmp_path / "x.methods").stat().st_size
    second = Methods(tmp_path / "x.methods")
    second.take_over()
    made = point()
    second.keep()
    assert (made(1), made(1) == made(1, 2), hash(made(1))) == (made(1, 2), True, hash(made(1, 2)))
    assert repr(made(1)).endswith("Point(x=1, y=2)")
    assert size > 1_000
    assert (tmp_path / "x.methods").stat().st_size == size  # nothing was new


@pytest.mark.parametrize("length", [0, 3, 4, 20, -1])
def test_what_half_a_file_lacks_is_kept_anew(length: int, tmp_path: Path) -> None:
    path = tmp_path / "x.methods"
    _kept(path)
    path.write_bytes(path.read_bytes()[:length])
    _defined(_kept(path))
    size = path.stat().st_size
    assert _defined(_kept(path)).__name__ == "__create_fn__"
    assert path.stat().st_size == size  # nothing was new


def test_an_entry_that_a_disk_spoiled_is_compiled(tmp_path: Path) -> None:
    path = tmp_path / "x.methods"
    _kept(path)
    path.write_bytes(path.read_bytes()[:-40] + bytes(40))
    assert _defined(_kept(path)).__name__ == "__create_fn__"


def test_two_that_end_at_once_keep_what_both_compiled(tmp_path: Path) -> None:
    path = tmp_path / "x.methods"
    one, other = Methods(path), Methods(path)
    one.define(TEXT, {}, {})
    other.define(TEXT.replace("_type_a", "_type_b"), {}, {})
    one.keep()
    size = path.stat().st_size
    other.keep()
    assert path.stat().st_size > size * 1.5
    assert [one.name for one in tmp_path.iterdir()] == ["x.methods"]


def test_where_nothing_can_be_written_all_goes_on(tmp_path: Path) -> None:
    methods = Methods(tmp_path / "gone" / "x.methods")
    methods.take_over()
    assert _defined(methods).__name__ == "__create_fn__"
    methods.keep()
    assert not list(tmp_path.iterdir())


def test_nothing_is_kept_where_python_shall_keep_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _kept(tmp_path / "x.methods")
    assert not list(tmp_path.iterdir())


def test_one_that_goes_on_lets_go_of_it(tmp_path: Path) -> None:
    methods = _kept(tmp_path / "x.methods")
    methods.let_go()
    assert _defined(methods).__name__ == "__create_fn__"


def test_a_command_keeps_its_methods_beside_the_compiled_modules(tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    assert nomologi(tmp_path, "list", environ={"PYTHONPYCACHEPREFIX": cache}).returncode == 0
    (kept,) = tmp_path.rglob("compiled.*.methods")
    before = kept.stat()
    assert nomologi(tmp_path, "list", environ={"PYTHONPYCACHEPREFIX": cache}).returncode == 0
    assert kept.with_suffix(".pyc").exists()
    assert (kept.stat().st_ino, kept.stat().st_size > 50_000) == (before.st_ino, True)  # the second one knew all
