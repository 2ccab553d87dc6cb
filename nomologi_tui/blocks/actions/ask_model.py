"""Ask a language model about a text: summarise it, put it into a class, take something out of it."""

from typing import Annotated

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, ConnectionRef, Duration, Effect, Multiline, Serves, Touch, action
from nomologi_tui.blocks.tools import foretelling, model_answer


class AskModel(BaseModel, extra="forbid"):
    connection: Annotated[ConnectionRef, Serves(("openai",))] = Field(
        title="Connection", description="The endpoint that is asked.", examples=["Ollama"]
    )
    task: Multiline = Field(
        title="Task", description="What the model should do.", examples=["Summarise this in two sentences."]
    )
    text: Multiline = Field(
        "", title="Text", description="The text that the task is about.", examples=["{{ event.text }}"]
    )
    choices: list[str] = Field(
        [], title="Classes", description="The model must pick exactly one of these.",
        examples=["invoice, advert, other"],
    )  # fmt: skip
    model: str = Field(
        "", title="Model", description="Empty: the model that the connection names.", examples=["llama3.2"]
    )
    most: int = Field(
        1000, title="Longest answer", description="At most so many tokens.", examples=["200"], ge=1, le=32_000
    )
    timeout: Duration = Field(
        120.0, title="Time limit", description="How long the model may take to answer.", examples=["1 min"], gt=0,
        le=3600,
    )  # fmt: skip


@action(
    "ask_model",
    title="Ask a language model",
    effect=Effect.REPEATABLE,
    says=(
        (
            (
                "summari~|zusammenfass~|zusammengefasst|resume|resumer|resumir|resumeme|resumi|riassum~|samenvat~|"
                "condense|digest|tl;dr|recap"
            ),
            {"_whole": True},
        ),
        ("fasse … zusammen", {"_whole": True}),
        (
            (
                "classify|categorize|categorise|translate|analyze|analyse|transcribe|label_with_ai|"
                "evaluate|describe|rewrite|proofread|interpret|extract_data|klassifizier~|ubersetz~|analysier~|"
                "transkribier~|traduis|traduire|classer|analyse~|transcri~|traduce|traducir|clasificar|analiza~|"
                "traduci|analizza~|vertaal"
            ),
            {"_whole": True},
        ),
        "ask|use|with|let … model|ai|gpt|chatgpt|llm|claude|ollama|gemini|openai|ki|ia|mistral|local_model",
        ("extract … data|information|invoice_data|details|text|keywords|fields", {"_whole": True}),
        (
            "write|draft|generate|create … summary|report_with_ai|reply_with_ai|digest|zusammenfassung|resume|"
            "resumen|draft_reply|blog_post|caption|post_with_ai"
        ),
        (
            "mail|email|e-mail|maile|mailen … summary|digest|summaries|recap|roundup|zusammenfassung … <url>|<feed>",
            {"_whole": True, "_then": "send_email"},
        ),
        (
            "send|get|give|write|schick~|envoi~|envia~|mail|email … summary|digest|summaries|zusammenfassung|"
            "resume|resumen|recap|briefing|roundup|gist"
        ),
        (
            "noun summary|summaries|digest|zusammenfassung|summarizer|summarization|translation|transcription|"
            "analysis|briefing|recap|ai_agent|sentiment_analysis|resume|resumen|riassunto|roundup"
        ),
        (
            "tag|extract|label|describe|caption|analyse|analyze|categorise|categorize|rate|score … with|by|"
            "using ai|gpt|llm|ollama|llama|model|claude|chatgpt|mistral"
        ),
    ),
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


@ask_model.preview
async def _preview(config: AskModel, ctx: ActionContext) -> str:
    return foretelling.with_text(f"would {_words(config)}", config.text)


@ask_model.touches
def _touches(config: AskModel) -> list[Touch]:
    return [Touch("send", f"the task and its text to {config.connection}")]
