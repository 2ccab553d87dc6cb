"""One call of a Home Assistant service by its REST API, and what it answered."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.tools.values.data import value_of
from nomologi_tui.blocks.tools.web.request_form import check_status, typed_host
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

PATIENCE = 30.0  # seconds; scripts are slow


def service_data(entities: Sequence[str], data: Mapping[str, str]) -> dict[str, Any]:
    """What is sent: each value is read as JSON where it is some, else it is text; entities under `entity_id`."""
    sent = {name: value_of(text) for name, text in data.items()}
    named = [part.strip() for one in entities for part in one.split(",") if part.strip()]
    return sent | ({"entity_id": named} if named else {})


async def call_service(
    account: Connected, service: str, data: Mapping[str, Any], *, answers: bool, clock: Clock
) -> dict[str, object]:  # fmt: skip
    """The entities that changed, their states, and the service's own answer where it gives one. Raises BlockError."""
    from nomologi_tui.blocks.tools.web.http import Call, send  # httpx costs 100 ms

    domain, _, name = service.partition(".")
    url = f"{account.config.url.rstrip('/')}/api/services/{domain}/{name}"
    host, query = typed_host(url), {"return_response": "true"} if answers else {}
    headers = {"Content-Type": "application/json", **account.headers_for(url)}
    call = Call("POST", url, host, headers, query, json.dumps(data).encode(), timeout=PATIENCE, follow=False)
    answer = await send(call, clock=clock)
    if answer["status"] in (400, 404):
        raise BlockError(
            f"{host} did not do {service} ({answer['status']}){_reason(answer['json'])}.",
            "Look at its name and its data in Home Assistant, under developer tools.",
        )
    check_status(answer, "200-299", "POST", host, account.label)
    return _result(answer["json"], host)


def _reason(said: Any) -> str:
    text = said.get("message") if isinstance(said, dict) else None
    return f": {shorten(clean_line(text), 200).rstrip('.')}" if isinstance(text, str) and text else ""


def _result(said: Any, host: str) -> dict[str, object]:
    """With an answer of the service the states stand beside it, else they are all of it."""
    changed = said.get("changed_states") if isinstance(said, dict) else said
    if not isinstance(changed, list):
        raise BlockError(f"{host} did not answer as a Home Assistant does.", "Check the connection's address.")
    states = [one for one in changed if isinstance(one, dict) and isinstance(one.get("entity_id"), str)]
    return {
        "changed": [one["entity_id"] for one in states],
        "states": {one["entity_id"]: one.get("state") for one in states},
        "response": said.get("service_response") if isinstance(said, dict) else None,
    }
