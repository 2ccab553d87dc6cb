"""What the web server on loopback received, and what it is to answer."""

import threading
from dataclasses import dataclass, field


@dataclass
class Received:
    """One request as it arrived; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """What the server says."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    hold: threading.Event | None = None  # hangs up without an answer when it is set
    waits_for: threading.Event | None = None  # answers only when it is set


@dataclass
class WebServer:
    """Answers by path; everything else is 404."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
