from zoneinfo import ZoneInfo

import pytest

from nomologi_tui.blocks.tools.values.comparing import compare, operator_words
from nomologi_tui.errors import BlockError

UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("left", "op", "right", "kind", "met", "reason"),
    [
        ("503", "is", "200", "auto", False, '"503" is not 200'),
        ("200", "is", "200.0", "auto", True, '"200" is 200.0'),
        ("200", "is", "200.0", "text", False, '"200" is not 200.0'),
        ("a", "is not", "b", "auto", True, '"a" is not "b"'),
        ("0.1", "is", "0.10", "number", True, '"0.1" is 0.10'),
        ("a pdf", "contains", "pdf", "auto", True, '"a pdf" contains "pdf"'),
        ("a", "does not contain", "a", "auto", False, '"a" contains "a"'),
        ("a.pdf", "starts with", "b", "auto", False, '"a.pdf" does not start with "b"'),
        ("a.pdf", "ends with", ".pdf", "auto", True, '"a.pdf" ends with ".pdf"'),
        (" ", "is empty", "", "auto", True, '"" is empty'),
        ("x", "is empty", "", "auto", False, '"x" is not empty'),
        ("x", "is not empty", "", "auto", True, '"x" is not empty'),
        ("91%", "greater than", "90", "auto", True, '"91%" is greater than 90'),
        ("9", "greater than", "10", "auto", False, '"9" is not greater than 10'),
        ("9", "greater than", "10", "text", True, '"9" is greater than 10'),
        ("5", "at least", "5", "number", True, '"5" is at least 5'),
        ("6", "at most", "5", "auto", False, '"6" is greater than 5'),
        ("4", "less than", "5", "auto", True, '"4" is less than 5'),
        ("2027-01-31", "before", "2027-02-01", "auto", True, '"2027-01-31" is before "2027-02-01"'),
        ("2027-01-31T10:00Z", "after", "2027-01-31 09:00", "auto", True,
         '"2027-01-31T10:00Z" is after "2027-01-31 09:00"'),
        ("Sun, 22 Nov 2026 09:00:00 +0000", "at most", "2026-11-22 09:00", "auto", True,
         '"Sun, 22 Nov 2026 09:00:00 +0000" is at most "2026-11-22 09:00"'),
        ("2027-01-31", "is", "2027-01-31 00:00", "date", True, '"2027-01-31" is "2027-01-31 00:00"'),
    ],
)  # fmt: skip
def test_two_values_compare_with_their_reason(
    left: str, op: str, right: str, kind: str, met: bool, reason: str
) -> None:
    assert compare(left, op, right, kind, UTC) == (met, reason)


def test_a_moment_without_offset_is_meant_in_the_users_zone() -> None:
    met, _ = compare("2027-01-31T09:00Z", "after", "2027-01-31 09:30", "auto", ZoneInfo("Europe/Berlin"))
    assert met


@pytest.mark.parametrize(
    ("left", "op", "right", "kind", "sentence"),
    [
        ("many", "greater than", "5", "auto", '"many" is not a number.'),
        ("nan", "is", "5", "number", '"nan" is not a number.'),
        ("soon", "before", "2027-01-31", "auto", '"soon" is not a date.'),
        ("", "at least", "5", "auto", '"" is not a number.'),
    ],
)
def test_a_value_of_another_kind_is_a_sentence(left: str, op: str, right: str, kind: str, sentence: str) -> None:
    with pytest.raises(BlockError) as failure:
        compare(left, op, right, kind, UTC)
    assert failure.value.message == sentence


def test_a_long_value_is_shortened_and_stays_on_one_line() -> None:
    _, reason = compare("a\n" + "b" * 500, "is", "x", "auto", UTC)
    assert len(reason) < 120
    assert "\n" not in reason


def test_operators_have_words() -> None:
    assert operator_words("at least") == "is at least"
    assert operator_words("matches") == "matches"
