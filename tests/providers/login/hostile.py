"""A provider that answers what it likes: on top of the web server on loopback, in a mood for each test."""

import json
import threading
from typing import Any

from tests.blocks.web import Answer, WebServer

GOOD = {"access_token": "at-good-1", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt-good-1"}
HUGE = b'{"access_token":"' + b"A" * 400_000 + b'"}'


def as_answer(said: Any, status: int = 200) -> Answer:
    """A JSON answer."""
    return Answer(status, {"content-type": "application/json"}, json.dumps(said).encode())


def lost() -> Answer:
    """Hangs up instead of answering: what it did before that nobody knows."""
    hung_up = threading.Event()
    hung_up.set()
    return Answer(hold=hung_up)


def silent() -> Answer:
    """Answers never."""
    return Answer(hold=threading.Event())


def document(web: WebServer, **changed: Any) -> dict[str, Any]:
    """The discovery document of a provider at `web`, with some of it as the test wants."""
    found = {
        "issuer": web.url, "token_endpoint": f"{web.url}/token", "authorization_endpoint": f"{web.url}/authorize",
        "device_authorization_endpoint": f"{web.url}/device", "userinfo_endpoint": f"{web.url}/me",
    }  # fmt: skip
    return {name: value for name, value in {**found, **changed}.items() if value is not None}


def serve(web: WebServer, token: Answer | None = None, **changed: Any) -> None:
    """Let `web` be a provider that gives `token`."""
    web.answers["/.well-known/openid-configuration"] = as_answer(document(web, **changed))
    web.answers["/token"] = token or as_answer(GOOD)
    web.answers["/me"] = as_answer({"sub": "0815", "email": "ada@example.com"})
    web.answers["/device"] = as_answer(
        {"device_code": "dc-1", "user_code": "ABCD-EFGH", "verification_uri": f"{web.url}/activate", "expires_in": 900}
    )


# What a token endpoint may answer, and the sentence that comes of it.
MOODS: dict[str, tuple[Answer, str]] = {
    "empty": (Answer(), "no answer that means anything"),
    "portal": (Answer(headers={"content-type": "text/html"}, body=b"<html>login</html>"), r"\(text/html\)"),
    "nothing": (as_answer({}), "gave no token"),
    "null": (as_answer({"access_token": None}), "gave no token"),
    "list": (as_answer([1]), "no answer that means anything"),
    "header": (as_answer({"access_token": "a\r\nX-Evil: 1"}), "gave no token"),
    "mac": (as_answer({**GOOD, "token_type": "mac"}), "of a kind that is not known"),
    "wrong type": (as_answer({**GOOD, "token_type": 7}), "of a kind that is not known"),
    "huge": (Answer(headers={"content-type": "application/json"}, body=HUGE), "more than 256 KB"),
    "500": (as_answer({"error": "server_error"}, 500), r"can't do it now \(server_error\)"),
    "503": (Answer(503), "answered 503"),
    "429": (Answer(429, {"retry-after": "2"}), "answered 429"),
    "redirect": (Answer(302, {"location": "http://10.0.0.1/steal"}), "is not followed"),
    "kept method": (Answer(307, {"location": "http://169.254.169.254/"}), "is not followed"),
    "hangs up": (lost(), "broke off"),
    "unpacked": (Answer(headers={"content-encoding": "br"}, body=b"x"), "which was not asked for"),
    "torn": (Answer(headers={"content-encoding": "gzip"}, body=b"not gzip"), "broke off"),
    "deep": (Answer(body=b"[" * 100_000), "no answer that means anything"),
    "not allowed": (as_answer({"error": "invalid_client"}, 401), "does not accept this client"),
    "escape": (
        as_answer({"error": "invalid_grant", "error_description": "\x1b]52;c;YQ==\x07[/]"}, 400),
        r"refused \(invalid_grant: \ufffd\]52;c;YQ==\ufffd\[/\]\)",
    ),
    "object": (as_answer({"error": {"a": 1}}, 400), "refused"),
    "echo": (
        as_answer({"error": "invalid_grant", "error_description": "rt-old is of no use"}, 400),
        r"invalid_grant: \[hidden\] is of no use",
    ),
}
