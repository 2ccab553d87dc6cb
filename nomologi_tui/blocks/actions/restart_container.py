"""Restart, start or stop a container."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.machine.service_control import Engine, Name, Verb, control, effect_of_verb, touched


class RestartContainer(BaseModel, extra="forbid"):
    name: Name = Field(
        title="Container", description="The container's name or id; a value may name it.", examples=["minecraft"]
    )
    verb: Verb = Field("restart", title="Verb", description="What happens to it.", examples=["stop"])
    engine: Engine = Field(
        "docker", title="Held by", description="The program that runs the container.", examples=["podman"]
    )


_NAMED = "container|containers|pod|conteneur|contenedor"  # then none of what may be a service too


@action(
    "restart_container",
    title="Restart, start or stop a container",
    effect=Effect.ONCE,
    effect_of=effect_of_verb,
    says=(
        (
            "restart|neustarten|redemarre~|reinicia~ … it|them|es|ihn|le|lo",
            {"verb": "restart", "_of": "container|containers|docker|podman"},
        ),
        (
            "start|bring|spin|starte|starten it|them|ihn|sie|es … again|back|back_up|up|neu|wieder",
            {"verb": "restart", "_of": "container|containers|docker|podman|conteneur|contenedor"},
        ),
        ("starte|starten container|containers … neu", {"verb": "restart"}),
        (
            "redemarre~|relance|reinicia~|riavvia~",
            {"verb": "restart", "_of": "container|containers|docker|podman|conteneur|contenedor"},
        ),
        ("docker_restart|podman_restart", {"verb": "restart"}),
        ("start … it|them", {"verb": "start", "_of": "container|containers|docker|podman"}),
        ("stop … it|them", {"verb": "stop", "_of": "container|containers|docker|podman"}),
        (
            (
                "restart|recreate|bounce|neustarten|redemarre~|relance|reinicia~|riavvia~|herstart … "
                "container|containers|pod|conteneur|contenedor"
            ),
            {"verb": "restart", "_of": _NAMED},
        ),
        ("restart|recreate|bounce|neustarten|redemarre~|reinicia~ … docker|stack", {"verb": "restart"}),
        (
            ("start|starte|spin_up|bring_up|launch|demarre|arranca … container|containers|pod|conteneur|contenedor"),
            {"verb": "start", "_of": _NAMED},
        ),
        ("start|starte|spin_up|bring_up|launch … docker|stack", {"verb": "start"}),
        (
            ("stop|stoppe|arrete|deten|para|shut_down|kill|pause … container|containers|pod|conteneur|contenedor"),
            {"verb": "stop", "_of": _NAMED},
        ),
        ("stop|stoppe|shut_down|kill|pause … docker|stack", {"verb": "stop"}),
    ),
    example={"name": "minecraft", "verb": "start"},
    gives=("name", "verb", "state", "seconds"),
)
async def restart_container(config: RestartContainer, ctx: ActionContext) -> dict[str, object]:
    """Restart, start or stop one container of docker or podman, and say how it is afterwards."""
    return await control(config.name, config.verb, config.engine, ctx)


@restart_container.words
def _words(config: RestartContainer) -> str:
    return f"{config.verb} the container {config.name} of {config.engine}"


@restart_container.touches
def _touches(config: RestartContainer) -> list[Touch]:
    return [touched(config.name, config.verb, config.engine)]
