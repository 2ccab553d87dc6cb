import base64
import html
import json
import shlex
import textwrap
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.runner.redaction import HIDDEN, MOST, Redactor, Redactors

PLAIN = "tok_4f9a8b7c6d5e"
ODD = "s3cr3t+/='$%\\x&é<k>\"0"
LINES = "-----BEGIN KEY-----\nMIIBVgIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----"


def redactor(*secrets: str) -> Redactor:
    made = Redactor()
    for secret in secrets:
        assert made.add(secret) == secret
    return made


@pytest.mark.parametrize("secret", [PLAIN, ODD, LINES], ids=["plain", "odd", "lines"])
@pytest.mark.parametrize(
    "spelling",
    [
        str,
        lambda secret: quote(secret, safe=""),
        quote,
        quote_plus,
        lambda secret: quote(quote(secret, safe=""), safe=""),
        lambda secret: quote(secret, safe="").lower(),
        lambda secret: json.dumps(secret)[1:-1],
        lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
        lambda secret: repr(secret)[1:-1],
        html.escape,
        shlex.quote,
        lambda secret: secret.encode().hex(),
        lambda secret: secret.encode().hex().upper(),
        lambda secret: quote(secret, safe="!'()*-._~"),
        lambda secret: json.dumps(json.dumps(secret)[1:-1])[1:-1],
        lambda secret: json.dumps(secret)[1:-1].replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"),
        lambda secret: html.escape(secret, quote=False),
        lambda secret: secret.encode().decode("latin-1"),
        lambda secret: secret.replace("'", "'\\''"),
        lambda secret: quote(json.dumps(secret)[1:-1]),
        lambda secret: "".join(f"%{byte:02X}" for byte in secret.encode()),
        lambda secret: secret.encode().hex(":"),
        lambda secret: secret.encode("utf-16-le").hex(" "),
        lambda secret: secret.encode("utf-16-be").hex().upper(),
        lambda secret: textwrap.fill(secret.encode().hex(), 10),
    ],
    ids=["raw", "url", "url path", "form", "url twice", "url lower", "json", "json utf-8", "repr", "html", "shell",
         "hex", "HEX", "url in JavaScript", "json in json", "json of Go", "xml", "latin-1", "bash -x",
         "json in url", "url of each byte", "hex with colons", "UTF-16 in hex", "UTF-16 in HEX", "hex on lines"],
)  # fmt: skip
def test_a_value_is_hidden_in_every_spelling(secret: str, spelling: Callable[..., Any]) -> None:
    assert redactor(secret)(f"before {spelling(secret)} after").replace("'", "") == f"before {HIDDEN} after"


def test_a_password_in_an_address_is_hidden_as_the_library_writes_it() -> None:
    asked = httpx.URL("https://example.com/", params={"key": ODD}).copy_with(username="ada", password=ODD)
    safe = redactor(ODD)(str(asked))
    assert safe == f"https://ada:{HIDDEN}@example.com/?key={HIDDEN}"


@pytest.mark.parametrize("secret", [PLAIN, ODD])
@pytest.mark.parametrize("width", [16, 64, 76])
@pytest.mark.parametrize("code", ["utf-8", "utf-16-le"])
def test_a_value_inside_base64_on_several_lines_is_hidden(secret: str, width: int, code: str) -> None:
    text = base64.b64encode(("x" * 40 + secret + "y" * 40).encode(code)).decode()
    lines = "\r\n".join(text[place : place + width] for place in range(0, len(text), width))
    around = base64.b64encode(("x" * 40).encode(code)).decode()[:16]
    safe = redactor(secret)(lines)
    assert HIDDEN in safe
    assert "".join(safe.split()).startswith(around)
    assert base64.b64encode(secret.encode(code)).decode()[4:12] not in "".join(safe.split())


@pytest.mark.parametrize("before", ["", "u", "us", "use"])
@pytest.mark.parametrize("after", ["", "x", "xy"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_value_inside_base64_is_hidden_at_every_alignment(
    before: str, after: str, encode: Callable[..., Any]
) -> None:
    raw = b"\xfb\xef\xbe-secret".decode("latin-1")
    text = encode((before + raw + after).encode()).decode()
    core = base64.b64encode(raw.encode()).decode().rstrip("=")
    safe = redactor(raw)(text)
    assert HIDDEN in safe
    assert core[4:12] not in safe
    assert len(safe.replace(HIDDEN, "")) <= 12


def test_each_line_of_a_value_of_several_lines_is_hidden() -> None:
    for line in LINES.splitlines():
        assert redactor(LINES)(f"> {line} <") == f"> {HIDDEN} <"


def test_the_longer_of_two_values_is_hidden_first() -> None:
    assert redactor(PLAIN[:8], PLAIN)(f"{PLAIN} {PLAIN[:8]}") == f"{HIDDEN} {HIDDEN}"


def test_values_shorter_than_four_characters_stay() -> None:
    assert redactor("abc", "")("abc stays") == "abc stays"


def test_words_around_a_value_stay() -> None:
    assert redactor(PLAIN)(f"the token is {PLAIN}, and a token is a tok_en") == (
        f"the token is {HIDDEN}, and a token is a tok_en"
    )


@pytest.mark.parametrize("cut", range(1, len(PLAIN)))
def test_a_value_cut_in_two_leaves_no_piece_of_six_characters(cut: int) -> None:
    redact = redactor(PLAIN)
    for piece, safe in ((PLAIN[:cut], redact(f"key: {PLAIN[:cut]}")), (PLAIN[cut:], redact(f"{PLAIN[cut:]} was it"))):
        assert (piece not in safe) == (len(piece) >= 6)


def test_the_piece_at_a_cut_is_all_that_goes() -> None:
    redact = redactor(PLAIN)
    assert redact(f"key: {PLAIN[:9]}") == f"key: {HIDDEN}"
    assert redact(f"{PLAIN[7:]} was it") == f"{HIDDEN} was it"
    assert redact(f"{PLAIN[:9]} in the middle {PLAIN[7:]}") == f"{PLAIN[:9]} in the middle {PLAIN[7:]}"


@pytest.mark.parametrize("mark", ["…", "\n… 9 bytes were cut here …\n", "\ufffd…"])
def test_the_pieces_at_our_own_marks_go_too(mark: str) -> None:
    assert redactor(PLAIN)(f"key: {PLAIN[:9]}{mark}{PLAIN[7:]} was it") == f"key: {HIDDEN}{mark}{HIDDEN} was it"
    assert redactor(PLAIN)(f"{mark}{PLAIN[7:]} was it") == f"{mark}{HIDDEN} was it"


def test_an_automation_keeps_its_redactor_as_long_as_somebody_holds_it() -> None:
    redactors = Redactors()
    held = redactors.of(1)
    held.add(PLAIN)
    assert (redactors.of(1)(PLAIN), redactors.of(2)(PLAIN)) == (HIDDEN, PLAIN)
    del held
    assert redactors.of(1)(PLAIN) == PLAIN


def test_of_very_many_values_the_oldest_is_forgotten() -> None:
    redact = redactor(*(f"value-{number:04}" for number in range(MOST + 1)))
    assert redact("value-0000 value-0001") == f"value-0000 {HIDDEN}"


@given(st.text(min_size=4), st.text(), st.text())
def test_no_added_value_survives_anywhere(secret: str, before: str, after: str) -> None:
    safe = redactor(secret)(before + secret + after)
    assert secret not in safe or secret in HIDDEN


@given(st.text())
def test_text_without_values_is_left_alone(text: str) -> None:
    assert Redactor()(text) == text


@given(st.text(alphabet="ab", min_size=4, max_size=12), st.text(alphabet="ab", max_size=40))
def test_repetitive_values_end(secret: str, text: str) -> None:
    assert isinstance(redactor(secret)(text), str)
