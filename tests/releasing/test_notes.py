from nomologi_tui import __version__
from releasing.notes import TAG, section, tag_problems

CHANGES = "# Changes\n\n## [Unreleased]\n\n## [1.1.0] - 2026-12-01\n\n### Added\n- b\n\n## [1.0.0] - 2026-11-01\n- a\n"


def test_the_notes_are_what_changed_in_this_version_alone() -> None:
    assert section("1.1.0", CHANGES) == "### Added\n- b\n"
    assert section("1.0.0", CHANGES) == "- a\n"
    assert section("1.0.1", CHANGES) == ""


def test_what_comes_next_is_written_down_today() -> None:
    assert section("Unreleased") or section(__version__)


def test_a_tag_must_say_what_the_program_says() -> None:
    assert list(tag_problems([TAG], [TAG, "v0.0.1"])) == []
    assert list(tag_problems([], ["v0.0.1"])) == []
    assert "is tagged v9.9.9, but" in next(tag_problems(["v9.9.9"], ["v9.9.9"]))
    assert "is another commit already" in next(tag_problems([], [TAG]))
