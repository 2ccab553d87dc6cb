"""End the run here, well or not."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, BlockError, Effect, Template, action


class Stop(BaseModel, extra="forbid"):
    outcome: Literal["success", "failure"] = Field(
        "success", title="As", description="Whether the run ends well or has failed.", examples=["failure"]
    )
    message: Template = Field(
        "", title="Message", description="Why the run ends here.", examples=["{{ event.name }} is no invoice"]
    )


@action(
    "stop",
    title="End the run here",
    effect=Effect.READ,
    ends_run=True,
    says=("stop_run|end_run|stop_here|end_here",),
    example={"outcome": "success", "message": "Nothing to do."},
    gives=("message",),
)
async def stop(config: Stop, ctx: ActionContext) -> dict[str, str]:
    """End the run as a success or a failure, with a message; no later step is carried out."""
    if config.outcome == "failure":
        raise BlockError(config.message or "The run was ended as a failure.")
    return {"message": config.message}


@stop.words
def _words(config: Stop) -> str:
    said = " ".join(config.message.split()).rstrip(".")
    return f"end the run as a {config.outcome}" + (f": {said}" if said else "")
