"""What containers are at, told as the engine's events would: what it has forgotten can still be seen by that."""

from typing import Any

from nomologi_tui.blocks.tools.containers.engine import EngineLine, nanoseconds
from nomologi_tui.blocks.tools.containers.form import ENDS, FAILS, STARTS, UNHEALTHY, Containers, container_id, happened

MOST = 500  # containers that are asked one by one
_KILLED = 128 + 9


async def standing(config: Containers, line: EngineLine) -> list[dict[str, Any]]:
    """An event for each wanted container that is as asked for now, with the time since which it is. Raises BlockError.

    When one became unhealthy no engine tells: its time is that of its start, from which its health began anew.
    """
    found = []
    for one in (await line.ask("/containers/json", all="1"))[:MOST]:
        name = next((str(name).lstrip("/") for name in one.get("Names") or []), "")
        if config.wants(name) and (one.get("State") == "running") is (config.when not in (ENDS, FAILS)):
            about = await line.container(str(one.get("Id", "")))
            said = _said(config, about.get("State") or {})
            if said and happened(config, said := _with_names(said, one, name), was_asked=_was_killed(about["State"])):
                found.append(said)
    return sorted(found, key=lambda said: (said["timeNano"], container_id(said)))


def _said(config: Containers, state: dict[str, Any]) -> dict[str, Any] | None:
    if config.when in (ENDS, FAILS) and state.get("Status") in ("exited", "dead", "stopped"):
        return {"Action": "die", "exitCode": str(state.get("ExitCode", "")), "timeNano": _nano(state.get("FinishedAt"))}
    if config.when == STARTS and state.get("Running"):
        return {"Action": "start", "timeNano": _nano(state.get("StartedAt"))}
    if config.when == UNHEALTHY and _health(state) == "unhealthy":
        return {"Action": "health_status: unhealthy", "timeNano": _nano(state.get("StartedAt"))}
    return None


def _with_names(said: dict[str, Any], one: dict[str, Any], name: str) -> dict[str, Any]:
    """As the engine's events say whom they are about."""
    known = {"name": name, "image": str(one.get("Image", "")), "exitCode": said.pop("exitCode", "")}
    return {**said, "Actor": {"ID": str(one.get("Id", "")), "Attributes": known}}


def _was_killed(state: dict[str, Any]) -> bool:
    """By somebody, also by the engine when it ended itself; not for its memory."""
    return state.get("ExitCode") == _KILLED and not state.get("OOMKilled")


def _health(state: dict[str, Any]) -> str:
    health = state.get("Health") or state.get("Healthcheck")
    return str(health.get("Status", "")) if isinstance(health, dict) else ""


def _nano(since: Any) -> int:
    """0 where it says no time."""
    try:
        return nanoseconds(str(since))
    except ValueError:
        return 0
