import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.goals.words.tokens import LONGEST, tokens_of

KINDS = [
    ("'a b'", "quoted", "a b"),
    ('"it\'s"', "quoted", "it's"),
    ("`ls -l`", "quoted", "ls -l"),
    ("{{ event.path }}", "template", "{{ event.path }}"),
    ("https://a.example/x?y=1.", "url", "https://a.example/x?y=1"),
    ("bo@mail.example", "email", "bo@mail.example"),
    ("#ops-team", "channel", "#ops-team"),
    ("*/5 9-17 * * mon-fri", "cron", "*/5 9-17 * * mon-fri"),
    ("@hourly", "cron", "@hourly"),
    ("Asia/Tokyo", "zone", "Asia/Tokyo"),
    ("~/My\\ Files/a", "path", "~/My\\ Files/a"),
    ("/etc/hosts,", "path", "/etc/hosts"),
    ("*.csv", "path", "*.csv"),
    ("notes.txt", "path", "notes.txt"),
    ("src/main.c", "path", "src/main.c"),
    ("nas.home.example", "host", "nas.home.example"),
    ("192.168.0.4", "host", "192.168.0.4"),
    ("7:30pm", "clock", "7:30pm"),
    ("8 a.m.", "clock", "8 a.m."),
    ("2026-12-24", "date", "2026-12-24"),
    ("21st", "ordinal", "21st"),
    ("1.5", "number", "1.5"),
    (":15", "past", ":15"),
    ("Friday", "word", "friday"),
    ("mp3s", "word", "mp3s"),
    ("web1", "word", "web1"),
]


@pytest.mark.parametrize(("text", "kind", "value"), KINDS, ids=[text for text, _, _ in KINDS])
def test_a_piece_is_known_by_its_look(text: str, kind: str, value: str) -> None:
    token = tokens_of(f"so {text} then")[1]
    assert (token.kind, token.value) == (kind, value)


def test_and_or_is_no_path_and_an_apostrophe_opens_no_quote() -> None:
    assert [token.kind for token in tokens_of("don't stop and/or it's")] == ["word"] * 3 + ["mark", "word", "word"]


def test_a_quote_ends_at_its_own_mark() -> None:
    first, second = tokens_of("""'sh -c "x y"' "it's" """)
    assert (first.value, second.value) == ('sh -c "x y"', "it's")


@given(st.text(max_size=200))
def test_tokens_lie_in_order_inside_the_text(text: str) -> None:
    end = 0
    for token in tokens_of(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end


def test_only_the_first_part_of_a_long_text_is_read() -> None:
    assert tokens_of("a " * LONGEST)[-1].end <= LONGEST


@pytest.mark.parametrize(("text", "host"), [("ssh into web1 and run x", "web1"), ("ssh to nas-2, run x", "nas-2")])
def test_the_machine_that_is_logged_into_is_a_host(text: str, host: str) -> None:
    assert [token.value for token in tokens_of(text) if token.kind == "host"] == [host]


@pytest.mark.parametrize("text", ["ssh into the server and run x", "ssh to it"])
def test_what_only_points_at_a_machine_is_no_name(text: str) -> None:
    assert all(token.kind != "host" for token in tokens_of(text))
