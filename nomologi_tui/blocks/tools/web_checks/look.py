"""One look at a web address: how it answers, how long its certificate lasts, and what stands there."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from nomologi_tui.blocks.tools.readers.apart import read_apart
from nomologi_tui.blocks.tools.web.polling import briefly, check_taken, still_typing, unseen
from nomologi_tui.blocks.tools.web.request_form import check_status
from nomologi_tui.blocks.tools.web_checks.form import WebCheck
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

_NUMBER = re.compile(r"[-+]?\d[\d.,'\u00a0 ]*")


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen. `problem` says why it is a bad one; `days` of the certificate; what was not looked for is None.

    `unread` says why there is no value or text although it was looked for.
    """

    at: datetime
    problem: str = ""
    status: int | None = None
    seconds: float | None = None
    days: float | None = None
    value: str | None = None
    text: str | None = None
    unread: str = ""


class Looker:
    """Looks again and again, and reads a page that stayed the same only once."""

    def __init__(self, config: WebCheck, clock: Clock, login: Mapping[str, str] | None = None) -> None:
        """`login` are the headers of its connection."""
        self._config = config
        self._login = login or {}
        self._clock = clock
        self._last: tuple[bytes, Look] | None = None

    async def look(self) -> Look:
        """Ask once. A failure of any kind is a bad look; only a refused connection is an error (CredentialError)."""
        from nomologi_tui.blocks.tools.web.http import Call, CertificateEndedError, fetch  # httpx costs 100 ms

        config, at = self._config, self._clock.now()
        call = Call("GET", config.url, config.host, self._login, timeout=config.timeout, authority=config.authority)
        try:
            answer = await fetch(call, clock=self._clock)
        except CertificateEndedError as error:
            return Look(at, error.message, days=0.0)
        except BlockError as error:
            return Look(at, error.message)
        ends = answer.certificate_ends
        days = round((ends - at).total_seconds() / 86400, 1) if ends else None
        seen = Look(at, status=answer.status, seconds=answer.seconds, days=days)
        check_taken(config, answer.status)
        try:
            check_status({"status": answer.status, "headers": {}}, config.expect, "GET", config.host)
        except BlockError as error:
            return replace(seen, problem=error.message)
        return await self._read(seen, answer)

    async def _read(self, seen: Look, answer: Any) -> Look:
        if not {"value", "text"} & set(self._config.events):
            return seen
        digest = hashlib.sha256(answer.data).digest()
        if self._last is None or self._last[0] != digest:
            try:
                self._last = digest, await self._values(seen, answer)
            except BlockError as error:
                self._last = digest, replace(seen, unread=error.message)
        known = self._last[1]
        return replace(seen, value=known.value, text=known.text, unread=known.unread)

    async def _values(self, seen: Look, answer: Any) -> Look:
        config, value, text = self._config, None, answer.text
        if config.json_value:
            value = json_value(text, config.json_value)
        if config.css or ("text" in config.events and "html" in answer.headers.get("content-type", "")):
            what = f"The page of {config.host}"
            arguments = config.css, answer.charset
            found = await read_apart("page_text", answer.data, *arguments, what=what, clock=self._clock)
            value, text = value if config.json_value else found["value"], found["text"]
        missing = "value" in config.events and value is None
        return replace(seen, value=value, text=text, unread=f"{config.host} shows no such value." if missing else "")


def json_value(text: str, path: str) -> str | None:
    """What `path` finds in the JSON `text`, as text; None where there is nothing, or no JSON."""
    import jmespath

    from nomologi_tui.blocks.tools.web.http import as_json

    try:
        found = jmespath.search(path, as_json(text))
    except (jmespath.exceptions.JMESPathError, RecursionError, TypeError, ValueError):
        return None
    if found is None:
        return None
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)


def number_in(text: str) -> str:
    """The first number of `text` as Python writes it: `1299.00` of “now 1.299,00 €”; `text` itself where none is."""
    found = _NUMBER.search(text)
    if found is None:
        return text
    number = re.sub(r"['\u00a0 ]", "", found[0]).rstrip(".,")
    comma, point = number.rfind(","), number.rfind(".")
    if comma > point:
        thousands = number.count(",") > 1 or (point < 0 and re.search(r"\d,\d{3}$", number) and number[0] != "0")
        return number.replace(",", "") if thousands else number.replace(".", "").replace(",", ".")
    return number.replace(".", "") if number.count(".") > 1 else number.replace(",", "")


async def shown_look(config: WebCheck, clock: Clock) -> str:
    """What a look sees now, in words."""
    if await still_typing():
        return ""
    if words := unseen(config):
        return words
    seen = await Looker(briefly(config), clock).look()
    if seen.problem:
        return seen.problem
    lines = [f"{config.host} answers {seen.status} in {seen.seconds:g} s"]
    if seen.days is not None:
        lines.append(f"  its certificate lasts {seen.days:g} more days")
    if "value" in config.events:
        lines.append(f"  the value is {shorten(clean_line(seen.value), 60)}" if seen.value else f"  {seen.unread}")
    if "text" in config.events and seen.text is not None:
        lines.append(f"  {len(seen.text.splitlines())} lines of text")
    return "\n".join(lines)
