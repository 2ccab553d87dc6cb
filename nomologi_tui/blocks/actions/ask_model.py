"""Ask a language model about a text: summarise it, put it into a class, take something out of it."""

from typing import Annotated

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, ConnectionRef, Duration, Effect, Multiline, Serves, Touch, action
from nomologi_tui.blocks.tools import model_answer


class AskModel(BaseModel, extra="forbid"):
    connection: Annotated[ConnectionRef, Serves(("openai",))] = Field(
        title="Connection", description="Which endpoint.", examples=["Ollama"]
    )
    task: Multiline = Field(title="Task", description="What it does.", examples=["Summarise this in two sentences."])
    text: Multiline = Field("", title="Text", description="What it is about.", examples=["{{ event.text }}"])
    choices: list[str] = Field([], title="Classes", description="It names one.", examples=["invoice, advert, other"])
    model: str = Field("", title="Model", description="None: the connection's.", examples=["llama3.2"])
    most: int = Field(1000, title="Longest answer", description="In tokens.", examples=["200"], ge=1, le=32_000)
    timeout: Duration = Field(120.0, title="Time limit", description="To answer.", examples=["1 min"], gt=0, le=3600)


@action(
    "ask_model",
    title="Ask a language model",
    effect=Effect.REPEATABLE,
    says=("summarise", "summarize", "classify", "translate", "ask the model", "language model"),
    example={"connection": "Ollama", "task": "Summarise this in two sentences.", "text": "{{ event.name }}"},
    gives=("answer", "choice", "model", "tokens"),
)
async def ask_model(config: AskModel, ctx: ActionContext) -> dict[str, object]:
    """Ask a model behind an OpenAI-compatible endpoint: Ollama, llama.cpp, or a service.

    Later steps get answer, choice (with classes: always one of them), model and tokens. Text from outside can talk
    a model into anything: let a person or a condition stand between its answer and a step that can't be undone.
    """
    return await model_answer.ask(config, ctx.connection(config.connection), ctx.clock)


@ask_model.words
def _words(config: AskModel) -> str:
    among = f", one of {', '.join(config.choices)}" if config.choices else ""
    return f"ask {config.connection}: “{' '.join(config.task.split())}”{among}"


@ask_model.touches
def _touches(config: AskModel) -> list[Touch]:
    return [Touch("send", f"the task and its text to {config.connection}")]
