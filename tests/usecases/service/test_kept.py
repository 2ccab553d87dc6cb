import stat
from pathlib import Path

import pytest

from nomologi_tui.errors import BadInputError, NomologiError, StoreError
from nomologi_tui.usecases.service import start_from
from nomologi_tui.usecases.service.kept import ask, write


def test_places_and_path_go_along_and_settings_and_secrets_do_not() -> None:
    given = {
        "PATH": "/bin",
        "NOMOLOGI_HOME": "/srv/n",
        "NOMOLOGI_PASSWORD": "hush",
        "TOKEN": "hush",
        "XDG_DATA_HOME": "",
    }
    start = start_from(given)
    assert start.environment == {"PATH": "/bin", "NOMOLOGI_HOME": "/srv/n"}
    assert start.left_out == ("NOMOLOGI_PASSWORD",)
    assert start.program[1:] == ("-m", "nomologi_tui", "runner", "--log", "text")


def test_a_line_break_in_a_place_is_refused() -> None:
    with pytest.raises(BadInputError, match="NOMOLOGI_HOME"):
        start_from({"NOMOLOGI_HOME": "/srv/n\nExecStartPre=/bin/evil"})


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.service"
    write(file, "one")
    write(file, "two")
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("two", 0o600)
    assert list(file.parent.iterdir()) == [file]


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("a file")
    with pytest.raises(StoreError, match="can't be written"):
        write(tmp_path / "new" / "a.service", "text")


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(NomologiError, match="There is no no-such-manager here"):
        ask("no-such-manager")
