"""Restart, start or stop a service or a container."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.service_control import Manager, check_name, control


class RestartService(BaseModel, extra="forbid"):
    name: Annotated[str, AfterValidator(check_name)] = Field(
        title="Name", description="A unit of systemd, or a container.", examples=["nginx.service"]
    )
    verb: Literal["restart", "start", "stop"] = Field("restart", title="Verb", description="Which.", examples=["stop"])
    manager: Manager = Field("systemd", title="Held by", description="Who runs it.", examples=["docker"])


def _effect(config: Mapping[str, Any]) -> Effect:
    return Effect.ONCE if config.get("verb", "restart") == "restart" else Effect.REPEATABLE


@action(
    "restart_service",
    title="Restart, start or stop a service",
    effect=Effect.ONCE,
    effect_of=_effect,  # started twice is started; restarted twice is away twice
    says=(
("restart|reload|bounce|neustarten|redemarre~|reinicia~|riavvia~|herstart … service|container|daemon|unit|<path>|it|docker|server|pod|stack|nginx|dienst|service|servicio|conteneur|contenedor|apache|postgres|plex", {"verb": "restart"}),
("start|starte … service|daemon|unit|dienst", {"verb": "start"}),
("stop|stoppe|arrete|deten|para … service|container|daemon|unit|docker|dienst|conteneur|contenedor|server", {"verb": "stop"}),
("restart|bring_it_back|restart_it", {"verb": "restart"}),
("starte … neu", {"verb": "restart"}),
    ),
    example={"name": "nginx.service", "verb": "restart"},
    gives=("name", "verb", "state", "seconds"),
)
async def restart_service(config: RestartService, ctx: ActionContext) -> dict[str, object]:
    """Restart, start or stop a unit of systemd or a container, and say how it is afterwards."""
    return await control(config.name, config.verb, config.manager, ctx)


@restart_service.words
def _words(config: RestartService) -> str:
    return f"{config.verb} {config.name} of {config.manager}"


@restart_service.touches
def _touches(config: RestartService) -> list[Touch]:
    return [Touch("run", f"{config.verb} {config.name} ({config.manager})")]
