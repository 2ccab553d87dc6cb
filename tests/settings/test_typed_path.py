"""What a person typed as a path, and what can be none."""

from pathlib import Path

import pytest

from nomologi_tui.errors import BadInputError
from nomologi_tui.settings.typed_path import typed_path


def test_a_path_need_not_be_there_and_may_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert typed_path("~/a b/ü") == tmp_path / "a b" / "ü"
    assert typed_path("x.yaml") == Path("x.yaml")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "named by nothing"),
        (" ", "named by nothing"),
        ("~nobody-of-that-name/x", "the home of nobody here"),
        ("x" * 5000, "can be no path: File name too long"),
        (f"{__file__}/x", "can be no path: Not a directory"),
        ("a\0b", "can be no path"),
    ],
)
def test_what_can_be_none_is_told_in_a_short_sentence(typed: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said) as told:
        typed_path(typed)
    assert len(str(told.value)) < 200
