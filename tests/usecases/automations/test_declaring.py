"""What a folder declares, while somebody else declares it too."""

from pathlib import Path

import pytest

from nomologi_tui.errors import ChangedMeanwhileError
from nomologi_tui.usecases.automations.declaring import Difference, carry_out, differences
from nomologi_tui.usecases.workspace import Workspace

LOOK = "version: 1\ngoal: look\nwhat: [{block: run_command, config: {command: ls /}}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "declared").mkdir()
    for name in ("one", "two"):
        (tmp_path / "declared" / f"{name}.yaml").write_text(LOOK)
    return tmp_path / "declared"


def slugs(ws: Workspace) -> list[str]:
    return [one.slug for one in ws.reader.overview(ws.user_id)]


def begun(ws: Workspace, folder: Path, *, prune: bool = False) -> list[Difference]:
    """What is to be done, as one sees it who goes on later."""
    return differences(ws, folder, prune=prune)


def test_two_who_make_the_same_at_once_make_it_once(ws: Workspace, folder: Path) -> None:
    first, second = begun(ws, folder), begun(ws, folder)
    assert carry_out(ws, folder, first)
    assert not carry_out(ws, folder, second)
    assert slugs(ws) == ["one", "two"]


def test_what_somebody_made_otherwise_meanwhile_stays_and_nothing_is_done(ws: Workspace, folder: Path) -> None:
    carry_out(ws, folder, begun(ws, folder))
    (folder / "one.yaml").write_text(LOOK.replace("ls /", "ls /a"))
    (folder / "three.yaml").write_text(LOOK)
    late = begun(ws, folder)
    (folder / "three.yaml").unlink()
    (folder / "one.yaml").write_text(LOOK.replace("ls /", "ls /b"))
    assert carry_out(ws, folder, begun(ws, folder))
    (folder / "one.yaml").write_text(LOOK.replace("ls /", "ls /a"))
    with pytest.raises(ChangedMeanwhileError, match="Somebody changed it meanwhile"):
        carry_out(ws, folder, late)
    assert slugs(ws) == ["one", "two"]


def test_two_who_prune_the_same_at_once(ws: Workspace, folder: Path) -> None:
    carry_out(ws, folder, begun(ws, folder))
    (folder / "two.yaml").unlink()
    first, second = begun(ws, folder, prune=True), begun(ws, folder, prune=True)
    carry_out(ws, folder, first, prune=True)
    carry_out(ws, folder, second, prune=True)
    assert slugs(ws) == ["one"]
