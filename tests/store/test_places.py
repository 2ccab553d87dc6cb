"""Where the database is: NOMOLOGI_DATABASE_URL beside NOMOLOGI_HOME."""

from pathlib import Path

import pytest

from nomologi_tui.errors import BadInputError, StoreError
from nomologi_tui.settings import Places, find_places, prepare
from nomologi_tui.store import Store
from nomologi_tui.testing import FakeClock


def _places(home: Path, url: str) -> Places:
    return find_places({"NOMOLOGI_HOME": str(home), "NOMOLOGI_DATABASE_URL": url})


def test_without_a_url_the_database_is_in_the_home(tmp_path: Path) -> None:
    assert _places(tmp_path, "").database == tmp_path / "nomologi.db"


def test_a_url_names_another_file_and_the_locks_go_with_it(tmp_path: Path) -> None:
    places = _places(tmp_path / "home", f"sqlite:///{tmp_path}/else/x.db")
    assert (places.database, places.write_lock.parent, places.runner_lock.name) == (
        tmp_path / "else" / "x.db", tmp_path / "else", "x.runner.lock",
    )  # fmt: skip


def test_a_database_elsewhere_is_made_with_its_folder(tmp_path: Path) -> None:
    places = _places(tmp_path / "home", f"sqlite:///{tmp_path}/else/x.db")
    Store.open(places, FakeClock()).close()
    assert (places.database.stat().st_mode & 0o777, places.database.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    prepare(_places(tmp_path / "home", f"sqlite:///{shared}/x.db"))
    assert shared.stat().st_mode & 0o777 == 0o755


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="can't be used"):
        prepare(_places(tmp_path / "home", f"sqlite:///{tmp_path}/file/else/x.db"))


@pytest.mark.parametrize(
    "url", ["postgresql://me:secret@host/db", "sqlite://", "sqlite:///:memory:", "x.db", "sqlite:///a?mode=ro"]
)
def test_other_urls_are_refused_without_repeating_a_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadInputError, match="not supported") as caught:
        _places(tmp_path, url)
    assert "secret" not in str(caught.value)
