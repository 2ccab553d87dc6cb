"""Whether a host takes a connection."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ConditionContext, Duration, Host, Touch, Verdict, condition, has_template


class HostReachable(BaseModel, extra="forbid"):
    host: Host = Field(title="Host", description="A name or an address.", examples=["nas.local"], min_length=1)
    port: int = Field(
        443, title="Port", description="The port that must take a connection.", examples=["22"], ge=1, le=65_535
    )
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
    """True when a TCP connection is taken in time. Nothing is sent over it.

    A host from a value is reached on the open internet only; one in your own network must be typed.
    """
    from nomologi_tui.blocks.tools.network.reaching import reach  # httpcore costs 40 ms

    started = ctx.clock.monotonic()
    host = ctx.render(config.host).strip().strip("[]")
    wrong = await reach(host, config.port, config.timeout, typed=not has_template(config.host))
    seconds = round(ctx.clock.monotonic() - started, 3)
    if wrong:
        return Verdict(False, f"{host}, port {config.port}: {wrong}", None)
    return Verdict(True, f"{host}, port {config.port} answered in {seconds:.3g} s", seconds)


@host_reachable.words
def _words(config: HostReachable) -> str:
    return f"{config.host} is reachable on port {config.port}"


@host_reachable.touches
def _touches(config: HostReachable) -> list[Touch]:
    target = f"any public host: {config.host}" if has_template(config.host) else config.host
    return [Touch("reach", f"{target}, port {config.port}")]
