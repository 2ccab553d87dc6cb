import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.paths import check_folder, fill_path, folder_of
from nomologi_tui.errors import BlockError
from nomologi_tui.settings import find_places


def gives(value: str) -> Callable[[str], str]:
    return lambda _: value


def test_a_value_is_a_part_of_a_name(tmp_path: Path) -> None:
    assert fill_path(f"{tmp_path}/a-{{{{ v }}}}.md", gives("x y")) == tmp_path / "a-x y.md"


def test_links_in_a_circle_and_homes_of_nobody_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(BlockError, match="its links lead in a circle"):
        fill_path(f"{tmp_path}/a/x", gives(""))
    with pytest.raises(BlockError, match="begins with a user that there is not"):
        fill_path("~no-such-user/x", gives(""))


def test_a_typed_path_may_lead_anywhere() -> None:
    assert fill_path("/a/../b", gives("")) == Path("/b")
    assert fill_path("~/x", gives("")) == (Path.home() / "x").resolve()
    assert fill_path("x", gives("")) == (Path.home() / "x").resolve()
    assert fill_path("/{{ v }}", gives("srv")) == Path("/srv")


@pytest.mark.parametrize("value", ["../x", "..", " ..", "/etc/passwd", "a/b", "\0", "."])
@pytest.mark.parametrize("typed", ["{{ v }}", "{{ v }}/f", "a/{{ v }}", "x{{ v }}/{{ v }}"])
def test_a_value_never_leads_out_of_the_typed_folder(tmp_path: Path, typed: str, value: str) -> None:
    with pytest.raises(BlockError):
        fill_path(f"{tmp_path}/{typed}", gives(value))


def test_two_values_can_not_make_a_way_up_together(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match="another folder"):
        fill_path(f"{tmp_path}/{{{{ a }}}}{{{{ a }}}}/x", gives("."))


def test_halves_of_a_way_up_do_not_leave(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match="not inside"):
        fill_path(f"{tmp_path}/a/.{{{{ v }}}}./../x", gives(""))


def test_a_link_does_not_lead_out(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "link").symlink_to("/etc")
    (inside / "file").symlink_to("/etc/passwd")
    for typed, value in (("{{ v }}/x", "link"), ("{{ v }}", "file")):
        with pytest.raises(BlockError, match="not inside"):
            fill_path(f"{inside}/{typed}", gives(value))


def test_an_empty_value_does_not_name_the_folder_itself(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match="not inside"):
        fill_path(f"{tmp_path}/{{{{ v }}}}", gives(""))


def test_a_path_may_begin_with_a_whole_path_as_value(tmp_path: Path) -> None:
    assert fill_path("{{ v }}", gives(str(tmp_path / "x"))) == tmp_path / "x"
    assert fill_path("{{ v }}/copy", gives(str(tmp_path))) == tmp_path / "copy"


@pytest.mark.parametrize("value", ["x", "", "../x", "~/x", "/a\0b"])
def test_a_beginning_value_must_be_a_whole_path(value: str) -> None:
    with pytest.raises(BlockError, match="whole path"):
        fill_path("{{ v }}", gives(value))


def test_a_relative_folder_counts_from_the_home_folder_wherever_a_runner_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir("/")
    assert folder_of("notes") == folder_of("~/notes") == tmp_path / "notes"
    assert folder_of("/srv") == Path("/srv")


def test_only_the_last_part_may_be_a_link_that_stays_one(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to("a")
    assert fill_path(f"{tmp_path}/link/x", gives(""), follow=False) == tmp_path / "a/x"
    assert fill_path(f"{tmp_path}/link", gives(""), follow=False) == tmp_path / "link"
    assert fill_path(f"{tmp_path}/link/..", gives(""), follow=False) == tmp_path


@pytest.mark.parametrize("typed", ["/proc/self/environ", "/proc/thread-self/mem", "/proc/PID/maps"])
@pytest.mark.parametrize("follow", [True, False])
def test_no_path_is_a_part_of_a_running_program(typed: str, *, follow: bool) -> None:
    with pytest.raises(BlockError, match="part of a running program"):
        fill_path(typed.replace("PID", str(os.getpid())), gives(""), follow=follow)


def test_no_path_leads_to_a_file_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMOLOGI_HOME", str(tmp_path))
    with pytest.raises(BlockError, match="belongs to Nomologi"):
        fill_path(f"{find_places(os.environ).data}/{{{{ v }}}}", gives("nomologi.db"))


def test_a_file_in_place_of_a_folder_is_named_as_that(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(BlockError, match=r"a is no folder\."):
        check_folder(tmp_path / "a", "")
    with pytest.raises(BlockError, match=r"b does not exist\."):
        check_folder(tmp_path / "b", "")
