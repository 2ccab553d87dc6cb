"""Ask a person before going on."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, HoldError, Template, action
from nomologi_tui.model import ASKS


class AskForApproval(BaseModel, extra="forbid"):
    question: Template = Field(
        title="Question", description="What the person is asked.", examples=["Delete {{ event.path }}?"], min_length=1
    )


@action(
    "ask_for_approval",
    title="Ask for approval",
    effect=Effect.READ,
    says=(
        "ask|wait … approval|confirmation|permission|okay",
        "ask … first",
        "ask_me_first|ask_me_before|after_i_approve",
        "ask|asks|asking <me> first|before|beforehand",
        "ask <me> approval|permission|confirmation|okay",
        "frag~|frage|fragen|demande|demande-moi|pregunta~ <me> vorher|zuerst|davor|avant|d'abord|antes|primero",
        "vorher|zuerst|avant|antes frag~|fragen|nachfragen|demande~|pregunta~",
        "frag~|demande~|pregunta~|confirm~|check avant|antes|vorher|beforehand",
        "noun with|after|upon|mit|nach|avec|con approval|confirmation|permission|okay|freigabe|zustimmung|accord",
        "noun after asking <me>",
    ),
    example={"question": "Send the report?"},
    gives=("question",),
)
async def ask_for_approval(config: AskForApproval, ctx: ActionContext) -> dict[str, str]:
    """Set the run aside until a person approves it (`nomologi approve`) or denies it, which ends the run."""
    if not ctx.approved:
        raise HoldError(f"{ASKS}{config.question}")
    return {"question": config.question}


@ask_for_approval.words
def _words(config: AskForApproval) -> str:
    return f"ask for approval: {config.question}"
