"""Restart, start or stop a service."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.machine.service_control import Manager, Name, Verb, control, effect_of_verb, touched


class RestartService(BaseModel, extra="forbid"):
    name: Name = Field(title="Name", description="A unit of systemd; a value may name it.", examples=["nginx.service"])
    verb: Verb = Field("restart", title="Verb", description="What happens to it.", examples=["stop"])
    manager: Manager = Field(
        "systemd", title="Held by", description="Whose unit it is: the system's or your own.",
        examples=["systemd of the user"],
    )  # fmt: skip


@action(
    "restart_service",
    title="Restart, start or stop a service",
    effect=Effect.ONCE,
    effect_of=effect_of_verb,
    says=(
        ("start|bring|spin … again|back|back_up", {"verb": "restart"}),
        ("start|bring|spin|starte|starten it|them|ihn|sie|es … again|back|back_up|up|neu|wieder", {"verb": "restart"}),
        (
            (
                "restart|reload|bounce|neustarten|redemarre~|reinicia~|riavvia~|herstart … service|daemon|unit|"
                "<unit>|nginx|dienst|servicio|apache|postgres|plex|server"
            ),
            {"verb": "restart"},
        ),
        ("start|starte … service|daemon|unit|dienst", {"verb": "start"}),
        ("stop|stoppe|arrete|deten|para … service|daemon|unit|dienst|servicio|<unit>|server", {"verb": "stop"}),
        ("keep|keeps … running|alive|up", {"verb": "restart"}),
        ("restart|bring_it_back|restart_it", {"verb": "restart"}),
        (
            "redemarre~|relance|reinicia~|riavvia~|herstart|neustarten",
            {"verb": "restart", "_of": "service|services|servicio|servicios|dienst|daemon|unit|systemd|servizio"},
        ),
        ("starte|starten <program>|<unit>|dienst|server … neu", {"verb": "restart"}),
        ("starte … neu", {"verb": "restart"}),
    ),
    example={"name": "nginx.service", "verb": "restart"},
    gives=("name", "verb", "state", "seconds"),
)
async def restart_service(config: RestartService, ctx: ActionContext) -> dict[str, object]:
    """Restart, start or stop a unit of systemd, and say how it is afterwards."""
    return await control(config.name, config.verb, config.manager, ctx)


@restart_service.words
def _words(config: RestartService) -> str:
    return f"{config.verb} {config.name} of {config.manager}"


@restart_service.touches
def _touches(config: RestartService) -> list[Touch]:
    return [touched(config.name, config.verb, config.manager)]
