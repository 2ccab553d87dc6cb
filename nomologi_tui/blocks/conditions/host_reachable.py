"""Whether a host answers."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ConditionContext, Duration, Host, Touch, Verdict, condition, has_template


class HostReachable(BaseModel, extra="forbid"):
    host: Host = Field(title="Host", description="A name or an address.", examples=["nas.local"], min_length=1)
    port: int | None = Field(
        None, title="Port", examples=["22"], ge=1, le=65_535,
        description="It must take a connection there. Empty: it must answer a ping.",
    )  # fmt: skip
    timeout: Duration = Field(
        3.0, title="Time limit", description="How long it may take.", examples=["10s"], gt=0, le=120
    )


@condition(
    "host_reachable",
    title="A host is reachable",
    says=(
        "is reachable",
        "can be reached",
        "is online",
        "answers on port",
        "erreichbar ist",
        "est joignable",
        "esta accesible",
    ),
    example={"host": "nas.local", "port": 22},
)
async def host_reachable(config: HostReachable, ctx: ConditionContext) -> Verdict:
    """True when it answers a ping, or takes a TCP connection where there is a port. Nothing is sent over it.

    A host from a value is reached on the open internet only; one in your own network must be typed.
    """
    from nomologi_tui.blocks.tools.network.reaching import reach  # httpcore costs 40 ms

    started = ctx.clock.monotonic()
    host = ctx.render(config.host).strip().strip("[]")
    wrong = await reach(host, config.port, config.timeout, ctx.clock, typed=not has_template(config.host))
    seconds, where = round(ctx.clock.monotonic() - started, 3), _where(host, config.port)
    if wrong:
        return Verdict(False, f"{where}: {wrong}", None)
    return Verdict(True, f"{where} answered in {seconds:.3g} s", seconds)


def _where(host: str, port: int | None) -> str:
    return f"{host}, port {port}" if port else host


@host_reachable.words
def _words(config: HostReachable) -> str:
    return f"{config.host} is reachable{f' on port {config.port}' if config.port else ''}"


@host_reachable.touches
def _touches(config: HostReachable) -> list[Touch]:
    target = f"any public host: {config.host}" if has_template(config.host) else config.host
    return [Touch("reach", f"{target}, port {config.port}" if config.port else f"{target}, by ping")]
