"""Documents written into files that a person keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.document import load
from nomologi_tui.document.merging import merged

KEPT = """\
# Mine.
version: 1
goal: "back up the notes"   # as I say it

when:
  # early
  - block: schedule
    config: {times: ["07:00"]} # before work
what:
  - {block: run_command, config: {command: tar czf notes.tgz notes}}
  # tell me
  - block: notify
    config:
      message: done # short
"""
WANTED = """\
version: 1
goal: back up the notes
when:
- block: schedule
  config:
    times:
    - 08:00
what:
- block: run_command
  config:
    command: tar czf notes.tgz notes
- block: notify
  config:
    message: done
    level: success
- block: wait
  config:
    time: 1 min
"""


def test_the_same_in_other_words_is_not_touched() -> None:
    same = WANTED.replace("08:00", "07:00").replace("    level: success\n", "")
    same = same.replace("- block: wait\n  config:\n    time: 1 min\n", "")
    assert merged(KEPT, same) == KEPT


def test_comments_order_and_spelling_stay_where_values_change() -> None:
    text = merged(KEPT, WANTED)
    assert load(text) == load(WANTED)
    for line in ("# Mine.", 'goal: "back up the notes"   # as I say it', "  # early", "# before work", "  # tell me",
                 "  - {block: run_command, config: {command: tar czf notes.tgz notes}}"):  # fmt: skip
        assert line in text
    assert "      message: done # short\n      level: success" in text


def test_what_is_gone_goes_with_its_line_only() -> None:
    text = merged(KEPT, WANTED.replace("- block: run_command\n  config:\n    command: tar czf notes.tgz notes\n", ""))
    assert "run_command" not in text
    assert "message: done # short" in text


WORDS = st.sampled_from(["a", "no", "08:00", "1", "# x", "'", '"q"', "x: y", "é", "{{ a }}", "- b", ""])
STEP = st.fixed_dictionaries(
    {"block": st.sampled_from(["a", "b", "c"])}, optional={"config": st.dictionaries(st.sampled_from("xyz"), WORDS)}
)


def _document(steps: list[dict[str, object]]) -> str:
    import yaml

    return yaml.safe_dump({"version": "1", "what": steps}, sort_keys=False, allow_unicode=True)


@given(st.lists(STEP, max_size=5), st.lists(STEP, max_size=5))
def test_it_always_says_what_is_wanted(before: list[dict[str, object]], after: list[dict[str, object]]) -> None:
    assert load(merged(_document(before), _document(after))) == load(_document(after))


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_windows_files_are_read(mark: str) -> None:
    assert load(merged(mark + KEPT.replace("\n", "\r\n"), WANTED)) == load(WANTED)
