from typing import Any

import pytest

from nomologi_tui.document.parsing import MAX_DEPTH, PARSERS, parsed
from nomologi_tui.errors import BadInputError

PARSER = pytest.mark.parametrize("parser", PARSERS, ids=[one.__name__ for one in PARSERS])


@PARSER
def test_every_scalar_is_text_and_what_stands_around_it_is_kept(parser: Any) -> None:
    text = '\ufeff# first\na: no\n"b": [1, {c: 0x1f}, ~]\nd: |\n  two\n  lines 🙂\n? e\n: !!python/name:os.system x\n'
    assert parsed(text, parser) == {
        "a": "no", "b": ["1", {"c": "0x1f"}, "~"], "d": "two\nlines 🙂\n", "e": "x"
    }  # fmt: skip
    assert parsed("# only this\n", parser) is None


@PARSER
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ä: b\na: 'x\n", "not YAML: line 3, column 1: while scanning a quoted scalar"),
        ("ä: b\n\tc: d\n", "not YAML: line 2, column 1"),
        ("ä🙂: \x07\n", "not YAML: line 1, column 5: special characters are not allowed"),
        ("a: b: c\n", "not YAML: line 1, column 5"),
        ("a: b\n...\n---\nc: d\n", "not YAML: line 3, column 1: another document begins here"),
        ("ä🙂: {b: 1, b: 2}\n", "a key twice: b, on line 1, column 12"),
        ("[a, b]: c\n", "a list or a mapping as a key on line 1, column 1"),
        ("a: &a [x]\nb: [*a]\n", r"an alias \(\*name\) on line 2"),
        ("a: &a [*a]\n", r"an alias \(\*name\) on line 1"),
        ("[" * MAX_DEPTH + "a" + "]" * MAX_DEPTH, "more than 50 levels deep"),
        ("[" * 900_000, "more than 50 levels deep"),
    ],
    ids=["quote", "tab", "sign", "colon", "second", "twice", "key", "alias", "cycle", "deep", "bottomless"],
)
def test_what_is_refused_is_named_with_its_place(parser: Any, text: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        parsed(text, parser)


@PARSER
def test_as_deep_as_allowed_is_read(parser: Any) -> None:
    assert parsed("[" * (MAX_DEPTH - 1) + "a" + "]" * (MAX_DEPTH - 1), parser)
