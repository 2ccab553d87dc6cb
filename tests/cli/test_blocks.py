"""blocks."""

from pathlib import Path

import pytest

from nomologi_tui.blocks.registry import load_registry, loaded
from tests.cli.conftest import Cli

BLOCK = """
from pydantic import BaseModel
from nomologi_tui.blocks import ActionContext, action

class Wave(BaseModel):
    pass

@action("wave", title="Wave")
async def wave(config: Wave, ctx: ActionContext) -> str:
    'Wave a hand.'
    return "waved"
"""


def test_every_block_is_listed_and_described(cli: Cli) -> None:
    names = [block.name for block in load_registry()]
    assert [line.split()[1] for line in cli("blocks").lines[1:]] == names
    assert [one["name"] for one in cli("blocks", "--json").json] == names
    for name in names:
        assert cli("blocks", name).out.startswith(f"### {name}: ")


def test_a_block_as_json_has_fields_and_an_example(cli: Cli) -> None:
    block = cli("blocks", "run_command", "--json").json
    assert {"type", "name", "title", "description", "effect", "fields", "example"} <= set(block)
    assert block["fields"][0]["name"] == "command"


def test_a_package_of_ones_own_takes_no_name_of_ours(cli: Cli, tmp_path: Path) -> None:
    answer = cli("blocks", "new", "notify", "--into", str(tmp_path / "x"))
    assert (answer.code, (tmp_path / "x").exists()) == (2, False)
    assert "is the name of a block of Nomologi" in answer.err


def test_an_unknown_block_gets_the_nearest_names(cli: Cli) -> None:
    answer = cli("blocks", "shedule")
    assert (answer.code, answer.out) == (3, "")
    assert "schedule" in answer.err


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's package is installed."""
    (tmp_path / "stranger_hand.py").write_text(BLOCK)
    info = tmp_path / "stranger-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[nomologi.blocks]\nwave = stranger_hand\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    loaded.cache_clear()


@pytest.mark.usefixtures("stranger")
def test_a_package_is_loaded_once_it_is_allowed_and_doctor_says_which(cli: Cli, home: Path) -> None:
    refused = cli("blocks", "wave")
    assert (refused.code, "wave" in cli("blocks").out) == (3, False)
    assert "packages: stranger 1.0 (wave) is not loaded, which is not allowed" in cli("doctor").out
    assert "stranger 1.0 is allowed, with all of your rights: wave." in cli("blocks", "--allow", "Stranger").err
    assert (home / "config.toml").read_text() == 'allowed_packages = "stranger==1.0"\n'
    assert "wave" in cli("blocks").out
    assert "packages: stranger 1.0 (wave) is allowed" in cli("doctor").out
    assert cli("blocks", "--forbid", "stranger").code == 0
    assert "wave" not in cli("blocks").out


@pytest.mark.usefixtures("stranger")
def test_the_rest_of_the_settings_stays_when_a_package_is_allowed(cli: Cli, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("# mine\nretries = 2\nallowed_packages = 'other'\nkeep_days = 9\n")
    cli("blocks", "--allow", "stranger")
    assert (home / "config.toml").read_text() == (
        '# mine\nretries = 2\nallowed_packages = "other stranger==1.0"\nkeep_days = 9\n'
    )


@pytest.mark.usefixtures("stranger")
def test_what_can_not_be_allowed_is_a_sentence(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (cli("blocks", "--allow", "nobody").code, cli("blocks", "--forbid", "stranger").code) == (3, 3)
    monkeypatch.setenv("NOMOLOGI_ALLOWED_PACKAGES", "x")
    answer = cli("blocks", "--allow", "stranger")
    assert (answer.code, "NOMOLOGI_ALLOWED_PACKAGES decides" in answer.err) == (2, True)


@pytest.mark.usefixtures("stranger")
def test_an_automation_that_needs_a_package_that_is_not_allowed_says_so(cli: Cli, home: Path) -> None:
    cli("blocks", "--allow", "stranger")
    slug = cli("new", "every day at 08:00 run 'true'", "--off", "--json").json["slug"]
    shown = cli("show", slug, "--yaml").out
    wanted = shown.replace("run_command", "wave").replace("  config:\n    command: 'true'\n", "")
    assert cli("edit", slug, "--file", "-", stdin=wanted).code == 0
    cli("blocks", "--forbid", "stranger")
    assert cli("run", slug, "--wait").code == 1
    assert "“wave” can't be used. It is of the package stranger 1.0, which is not allowed" in cli("logs").out
