"""The form of containers that are watched: which, what counts, its words and its event."""

from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any, Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks.tools.machine.service_control import Engine

STARTS, ENDS, FAILS, UNHEALTHY = "starts", "ends", "fails", "becomes unhealthy"
_ENDING = ("2", "3", "9", "15")  # signals by which somebody ends a container; others tell it something
_ASKED = 128 + 15  # the exit code of a program that was asked to end


class Containers(BaseModel, extra="forbid"):
    when: Literal["starts", "ends", "fails", "becomes unhealthy"] = Field(
        title="Start when it", examples=["becomes unhealthy"],
        description="fails: ends with an error and nobody stopped it.",
    )  # fmt: skip
    name: str = Field(
        "", title="Container", description="Its name; * is any text. Empty: any container.", examples=["web*"],
        max_length=300,
    )  # fmt: skip
    engine: Engine = Field(
        "docker", title="Held by", description="The program that runs the containers.", examples=["podman"]
    )
    first: Literal["from now", "at once"] = Field(
        "from now", title="Those that are so already", description="Do containers that are so already start it?",
        examples=["at once"],
    )  # fmt: skip

    @property
    def about(self) -> str:
        """What is watched; an edit of it begins anew."""
        return f"{self.engine} {self.when} {self.name}"

    def wants(self, name: str) -> bool:
        """Whether the container of that name counts."""
        return fnmatchcase(name.casefold(), self.name.strip().casefold() or "*")


def happened(config: Containers, said: dict[str, Any], *, was_asked: bool) -> bool:
    """Whether the engine's event `said` is what counts. `was_asked`: somebody has told the container to end."""
    action = said["Action"]
    if config.when == STARTS:
        return bool(action == "start")
    if config.when == UNHEALTHY:
        unhealthy = action == "health_status" and said.get("HealthStatus") == "unhealthy"  # as podman says it
        return unhealthy or bool(action == "health_status: unhealthy")
    failed = exit_code(said) not in (0, _ASKED, None) and not was_asked
    return action == "die" and (config.when == ENDS or failed)


def tells_to_end(said: dict[str, Any]) -> bool:
    """Whether it says that somebody told the container to end."""
    return said["Action"] == "kill" and str(attributes(said).get("signal", "15")) in _ENDING


def attributes(said: dict[str, Any]) -> dict[str, str]:
    """What the engine's event says of the container."""
    actor = said.get("Actor")
    found = actor.get("Attributes") if isinstance(actor, dict) else None
    return found if isinstance(found, dict) else {}


def container_id(said: dict[str, Any]) -> str:
    """The container's full id."""
    actor = said.get("Actor")
    return str(actor.get("ID", "") if isinstance(actor, dict) else said.get("id", ""))


def exit_code(said: dict[str, Any]) -> int | None:
    """With which it ended; None where it did not: podman says 0 then."""
    code = str(attributes(said).get("exitCode", ""))
    return int(code) if said["Action"] == "die" and code.isascii() and code.isdigit() else None


def container_data(config: Containers, said: dict[str, Any], nanoseconds: int) -> dict[str, Any]:
    """The event's data."""
    name, code = str(attributes(said).get("name", "")), exit_code(said)
    ended = f" with exit code {code}" if code is not None else ""
    return {
        "name": name,
        "id": container_id(said)[:12],
        "image": str(attributes(said).get("image", "")),
        "what": config.when,
        "exit_code": code,
        "time": datetime.fromtimestamp(nanoseconds // 10**9, UTC).isoformat(),
        "text": f"{name} {config.when}{ended}",
    }


def container_words(config: Containers) -> str:
    """`when the container web of docker fails`."""
    name = " ".join(config.name.split())
    return f"when {f'the container {name}' if name else 'a container'} of {config.engine} {config.when}"
