"""What differs between two runs, and how it reads."""

from dataclasses import replace
from typing import Any

from nomologi_tui.model import Run, RunStatus, StepRecord, StepStatus, StepType
from nomologi_tui.usecases.runs.differences import Difference, Traced, difference_lines, differences

RUN = Run(1, 1, RunStatus.SUCCESS, "file", 1, input={"path": "/a"}, event_id="e1")
STEP = StepRecord(1, 1, StepType.ACTION, "run_command", "fetch", StepStatus.SUCCESS)


def against(new: Traced, **output: Any) -> list[Difference]:
    return differences((RUN, [replace(STEP, output=output)]), new)


def test_the_same_run_differs_in_nothing() -> None:
    assert differences((RUN, [STEP]), (RUN, [STEP])) == []
    assert difference_lines([]) == []


def test_the_data_of_the_event_is_compared_as_the_steps_saw_it() -> None:
    again = replace(RUN, id=2, trigger="replay", event_id="r1", input={"id": "e1", "trigger": "file", "path": "/b"})
    assert differences((RUN, []), (again, [])) == [Difference("event", "path", "/a", "/b")]


def test_an_output_is_compared_key_by_key_and_how_long_it_took_does_not_count() -> None:
    new = replace(STEP, output={"body": {"n": 2}, "same": 1, "seconds": 9.0, "more": True})
    assert against((RUN, [new]), body={"n": 1}, same=1, seconds=0.1) == [
        Difference("fetch", "output.body.n", 1, 2),
        Difference("fetch", "output.more", None, True),
    ]


def test_an_output_that_is_there_on_one_side_only_is_told_by_its_keys_too() -> None:
    assert differences((RUN, [STEP]), (RUN, [replace(STEP, output={"a": 1})])) == [
        Difference("fetch", "output.a", None, 1)
    ]
    assert against((RUN, [replace(STEP, output=None)]), a=1) == [Difference("fetch", "output.a", 1, None)]


def test_status_reason_and_error_are_compared() -> None:
    new = replace(STEP, status=StepStatus.FAILURE, reason="r", error="It broke.")
    found = differences((RUN, [STEP]), (RUN, [new]))
    assert [(one.field, one.after) for one in found] == [
        ("status", "failure"), ("reason", "r"), ("error", "It broke."),
    ]  # fmt: skip


def test_a_step_that_only_one_of_them_has_is_said() -> None:
    assert differences((RUN, [STEP]), (RUN, [])) == [Difference("fetch", "status", "success", None)]
    assert differences((RUN, []), (RUN, [STEP])) == [Difference("fetch", "status", None, "success")]


def test_of_several_tries_the_last_one_counts_and_steps_of_one_block_are_told_apart() -> None:
    nameless = replace(STEP, name="")
    before = [replace(nameless, status=StepStatus.RETRYING), nameless, replace(nameless, position=2, output={"a": 1})]
    after = [nameless, replace(nameless, position=2, output={"a": 2})]
    assert differences((RUN, before), (RUN, after)) == [Difference("run_command", "output.a", 1, 2)]


def test_too_many_fields_are_one_difference() -> None:
    found = against((RUN, [replace(STEP, output={"0": None})]), **{str(number): number for number in range(5000)})
    assert [one.field for one in found] == ["output"]


def test_short_values_stand_in_one_line() -> None:
    assert difference_lines([Difference("fetch", "status", "failure", "success")]) == [
        "fetch  status: failure → success"
    ]
    assert difference_lines([Difference("fetch", "error", "", ["x"])]) == ['fetch  error: nothing → ["x"]']


def test_texts_of_several_lines_show_the_lines_that_differ() -> None:
    old = "\n".join(f"line {number}" for number in range(1000))
    shown = difference_lines([Difference("fetch", "output.stdout", old, old.replace("line 700", "other"))])
    assert shown == [
        "fetch  output.stdout:", "     line 699", "    -line 700", "    +other", "     line 701",
    ]  # fmt: skip


def test_a_long_line_is_shown_from_where_it_differs() -> None:
    (shown,) = difference_lines([Difference("fetch", "output.body", "x" * 5000 + "old", "x" * 5000 + "new")])
    assert "old → …" in shown
    assert shown.endswith("new")
    assert len(shown) < 200


def test_texts_that_share_no_line_are_cut_and_say_so() -> None:
    sides = ["\n".join(f"{side} {number}" for number in range(3000)) for side in "ab"]
    shown = difference_lines([Difference("fetch", "output.stdout", *sides)])
    assert len(shown) < 30
    assert shown[-1] == "    … and more"


def test_what_looks_the_same_is_told_apart_or_left_out() -> None:
    found = [Difference("fetch", "output.body", "1", 1), Difference("fetch", "output.error", None, "")]
    assert difference_lines(found) == ['fetch  output.body: "1" → 1']
