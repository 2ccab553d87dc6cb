"""A container starts, ends, fails or becomes unhealthy."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import BlockError, Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.containers.form import Containers, container_words
from nomologi_tui.text import clean


@trigger(
    "container",
    title="When a container starts, ends or becomes unhealthy",
    says=(
        (
            (
                "container|containers|docker|docker_container|podman|pod|pods|conteneur|contenedor & unhealthy|"
                "not_healthy|health|healthcheck"
            ),
            {"when": "becomes unhealthy"},
        ),
        (
            (
                "container|pod|conteneur|contenedor & <program>|<service> & <fails>|crashes|crashed|absturzt|"
                "abgesturzt|plante|peta"
            ),
            {"when": "fails"},
        ),
        (
            (
                "container|containers|docker|podman|pod|pods|conteneur|contenedor & <fails>|crashes|crashed|"
                "restart_loop|crashloop|absturzt|abgesturzt|plante|peta"
            ),
            {"when": "fails"},
        ),
        ("container|pod|conteneur|contenedor & <program>|<service> & <dies>|<ends>|goes_down", {"when": "ends"}),
        (
            (
                "container|containers|docker|docker_container|podman|pod|pods|kubernetes|k8s|conteneur|contenedor & "
                "<dies>|<ends>|<down>|offline|unavailable|falla|stoppt|detenido|parado"
            ),
            {"when": "ends"},
        ),
        (
            "container|containers|docker|pod & becomes|goes|turns|marked|reported & unhealthy",
            {"when": "becomes unhealthy"},
        ),
        ("container|containers|docker|podman|pod|pods & <starts>|created", {"when": "starts"}),
        (
            (
                "container|containers|docker|podman|pod|pods|kubernetes|k8s & status|monitoring|monitor|watch|"
                "watchdog|running|state|alerts"
            ),
            {"when": "ends"},
        ),
        ("thing docker|container|containers|kubernetes|pod|pods|k8s|podman", {"when": "ends"}),
    ),
    example={"when": "becomes unhealthy", "name": "web*"},
    gives=("name", "id", "image", "what", "exit_code", "time", "text"),
)
async def container(config: Containers, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start each time a container of docker or podman starts, ends, fails or becomes unhealthy, as the engine tells it.

    What happened while nobody listened is told too, as far as the engine still knows it and up to an hour back. Where
    it was started anew meanwhile, a container is told by how it is now, and the log says that the rest is lost.
    """
    from nomologi_tui.blocks.tools.containers.watch import events_of_containers  # httpx costs 100 ms

    async for event in events_of_containers(config, ctx):
        yield event


@container.words
def _words(config: Containers) -> str:
    return container_words(config)


@container.preview
async def _preview(config: Containers, ctx: PreviewContext) -> str:
    from nomologi_tui.blocks.tools.containers.watch import shown_containers

    try:
        return clean(await shown_containers(config))
    except BlockError as error:
        return f"{error.message} {error.hint}".strip()


@container.touches
def _touches(config: Containers) -> list[Touch]:
    return [Touch("listen", f"to what {config.engine} tells of its containers")]
