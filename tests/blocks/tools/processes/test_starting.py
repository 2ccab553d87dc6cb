"""Both ways of starting a program are the same to it: by the C library, and by Python where it must be looked for."""

import os
import tempfile
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.processes.starting import Files, start

TELLS = "pwd; ps -o sid= -p $$; env; ls /proc/self/fd | wc -l; grep SigIgn /proc/self/status"
both_ways = pytest.mark.parametrize("path", [os.environ["PATH"], f"{os.environ['PATH']}:/nosuch"], ids=["c", "python"])


def output_of(*arguments: str, path: str, folder: str = "/", **variables: str) -> tuple[int, list[str]]:
    """What it ended with, and the lines that it wrote."""
    with tempfile.TemporaryFile() as file:
        files = Files(None, file.fileno(), file.fileno())
        code = start(arguments, Path(folder), {"PATH": path, **variables}, files).wait()
        file.seek(0)
        return code, file.read().decode().splitlines()


@both_ways
def test_it_has_its_folder_a_session_and_no_more_variables_than_it_was_given(path: str) -> None:
    code, (folder, session, *rest) = output_of("sh", "-c", TELLS, path=path, folder="/usr", ABC="ä b")
    assert (code, folder) == (0, "/usr")
    assert int(session) != os.getsid(0)
    assert {one.partition("=")[0] for one in rest[:-2]} <= {"ABC", "PATH", "PWD", "_", "SHLVL", "OLDPWD"}
    assert "ABC=ä b" in rest


@both_ways
def test_it_sees_no_file_of_ours_and_a_broken_pipe_ends_it(path: str) -> None:
    read_end, write_end = os.pipe()
    os.set_inheritable(write_end, True)
    _, lines = output_of("sh", "-c", TELLS, path=path)
    os.close(read_end)
    os.close(write_end)
    assert int(lines[-2]) == 4, "its three, and the folder that ls reads"
    assert not int(lines[-1].split()[1], 16) & (1 << 12), "Python ignores SIGPIPE, its commands do not"


@both_ways
def test_how_it_ended_comes_back(path: str) -> None:
    assert output_of("sh", "-c", "exit 7", path=path) == (7, [])
    assert output_of("sh", "-c", "kill -9 $$", path=path) == (-9, [])


@both_ways
@pytest.mark.parametrize(
    ("program", "error"), [("nosuch-program", FileNotFoundError), ("/etc/passwd", PermissionError)]
)
def test_what_can_not_be_started_is_said(path: str, program: str, error: type[OSError]) -> None:
    with pytest.raises(error):
        output_of(program, path=path)


@both_ways
def test_a_zero_character_is_refused_and_nothing_cut_off(path: str) -> None:
    with pytest.raises(ValueError, match="null byte"):
        output_of("echo", "a\0b", path=path)
    with pytest.raises(ValueError, match="null byte"):
        output_of("echo", path=path, ABC="a\0b")
