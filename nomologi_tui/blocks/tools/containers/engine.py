"""Docker or podman by its socket: its stream of events, and which containers there are."""

import json
import os
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx

from nomologi_tui.errors import BlockError

_PATIENCE = 10.0  # seconds for an answer
_LONGEST = 1024 * 1024  # characters of one event
_MOST = 10_000  # events of the past
_ONLY_CONTAINERS = json.dumps({"type": ["container"]})


def socket_of(engine: str) -> str:
    """Where it listens. Raises BlockError where nothing does."""
    named = os.environ.get("DOCKER_HOST" if engine == "docker" else "CONTAINER_HOST", "")
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    places = [f"/run/{engine}.sock", f"/run/{engine}/{engine}.sock", f"/var/run/{engine}.sock"]
    places = [f"{own}/{engine}/{engine}.sock", f"{own}/{engine}.sock", *places] if own else places
    if named.startswith("unix://"):
        places = [named.removeprefix("unix://")]
    found = next((place for place in places if os.path.exists(place)), None)  # noqa: PTH110 - False where one may not look
    if found is None:
        hint = "Start it." if engine == "docker" else "Start its socket: systemctl --user enable --now podman.socket"
        raise BlockError(f"{engine} does not listen here: there is no {places[0]}.", hint, passing=True)
    return found


class EngineLine:
    """An open line to the engine. Every failure is a BlockError."""

    def __init__(self, client: httpx.AsyncClient, engine: str) -> None:
        self._client = client
        self._engine = engine

    async def ask(self, path: str, **query: str) -> Any:
        """The JSON answer."""
        answer = await self._client.get(path, params=query)
        if answer.status_code != 200:
            raise self._strange(f"answered {answer.status_code}")
        try:
            return answer.json()
        except ValueError:
            raise self._strange("answered what is no JSON") from None

    async def now(self) -> int:
        """The engine's clock, in nanoseconds: its events carry it."""
        info = await self.ask("/info")
        try:
            return nanoseconds(info["SystemTime"])
        except (KeyError, TypeError, ValueError):
            raise self._strange("does not say what time it is") from None

    async def container(self, one: str) -> dict[str, Any]:
        """All about the container of that id; nothing where it was removed meanwhile."""
        answer = await self._client.get(f"/containers/{one}/json")
        about = answer.json() if answer.status_code == 200 else {}
        return about if isinstance(about, dict) else {}

    async def past(self, since: int, until: int) -> list[dict[str, Any]]:
        """What happened to containers between two times, as far as it still knows."""
        query = {"filters": _ONLY_CONTAINERS, "since": _seconds(since), "until": _seconds(until)}
        found: list[dict[str, Any]] = []
        async with self._client.stream("GET", "/events", params=query) as answer:
            async for line in answer.aiter_lines():
                found += [said] if (said := _event(line)) and len(found) < _MOST else []
        return found

    def _strange(self, what: str) -> BlockError:
        return BlockError(f"{self._engine} {what}.", "Is it docker, or podman's service?", passing=True)

    async def events(self, since: int) -> AsyncGenerator[dict[str, Any], None]:
        """What happens to containers, from `since` on: what it still knows of that first, then as it comes."""
        query = {"filters": _ONLY_CONTAINERS, "since": _seconds(since)}
        endless = httpx.Timeout(_PATIENCE, read=None)
        async with self._client.stream("GET", "/events", params=query, timeout=endless) as answer:
            if answer.status_code != 200:
                raise self._strange(f"answered {answer.status_code}")
            async for line in answer.aiter_lines():
                if said := _event(line):
                    yield said
        raise BlockError(f"{self._engine} hung up.", passing=True)


@asynccontextmanager
async def line_to(engine: str) -> AsyncIterator[EngineLine]:
    """A line until the `with` ends."""
    path = socket_of(engine)
    transport = httpx.AsyncHTTPTransport(uds=path)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://engine", timeout=_PATIENCE) as client:
            yield EngineLine(client, engine)
    except httpx.HTTPError as error:
        if "Permission denied" in str(error):
            hint = "Allow it by the group docker." if engine == "docker" else "Run podman as the same user."
            raise BlockError(f"This account may not speak to {engine} at {path}.", hint) from error
        raise BlockError(f"{engine} does not answer as it should at {path}.", passing=True) from error


def _event(line: str) -> dict[str, Any] | None:
    """An event of a container, None for what is none."""
    try:
        said = json.loads(line) if len(line) <= _LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("Type", "container") != "container":
        return None
    return said if isinstance(said.get("Action"), str) and isinstance(said.get("timeNano"), int) else None


def nanoseconds(text: str) -> int:
    """A time of the engine. Raises ValueError."""
    return int(datetime.fromisoformat(_micro(text)).timestamp() * 10**6) * 1000


def _seconds(nanoseconds: int) -> str:
    return f"{nanoseconds // 10**9}.{nanoseconds % 10**9:09}"


def _micro(text: str) -> str:
    """A time with no more than microseconds, which is what Python reads."""
    head, point, rest = text.partition(".")
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return f"{head}.{digits[:6]:0<6}{rest[len(digits) :]}" if point else text
