import pytest

from nomologi_tui.blocks.tools.charset import known_charset
from nomologi_tui.blocks.tools.mail.structure import in_words
from nomologi_tui.blocks.tools.web.http import Answer


@pytest.mark.parametrize("name", ["utf-8", "Latin-1", "windows-1252", "shift_jis", "utf-16", "KOI8-R"])
def test_a_charset_that_texts_are_sent_in_is_used(name: str) -> None:
    assert known_charset(name) == name


@pytest.mark.parametrize(
    "name", ["", "punycode", "PUNYCODE", "idna", "unicode_escape", "hex", "rot13", "undefined", "a\0b", "é", "x" * 999]
)
def test_what_is_none_is_read_as_utf_8(name: str) -> None:
    assert known_charset(name) == "utf-8"


def test_names_that_would_keep_the_runner_busy_for_minutes_are_not_believed() -> None:
    sent = "é-abc".encode()
    assert Answer(200, {}, sent, cut=False, charset="punycode", url="", seconds=0).text == "é-abc"
    assert in_words("=?punycode?q?abc-mea?=") == "abc-mea"
