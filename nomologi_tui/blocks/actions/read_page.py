"""Read the text of a web page."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import ActionContext, BlockError, Duration, Effect, Touch, Url, action
from nomologi_tui.blocks.tools.readers.apart import read_apart
from nomologi_tui.blocks.tools.web.request_form import Account, touches_of
from nomologi_tui.blocks.tools.web_checks.form import check_selector


class ReadPage(BaseModel, extra="forbid"):
    url: Url = Field(title="Address", description="The page's address.", examples=["https://example.com/news"])
    css: Annotated[str, AfterValidator(check_selector)] = Field(
        "", title="Place on the page", description="A CSS selector; empty: the whole page.", examples=["article"]
    )
    connection: Account = Field(
        "", title="Connection", description="The connection whose credential is sent.", examples=["Intranet"]
    )
    timeout: Duration = Field(
        20.0, title="Time limit", description="How long reading may take.", examples=["10 s"], gt=0, le=600
    )


@action(
    "read_page",
    title="Read a web page",
    effect=Effect.READ,
    says=(
        "scrape|read … page|website|site|web|<url>|article|prices|listings|data",
        "scrape|crawl",
        "text_of_page|page_text|read_page",
    ),
    example={"url": "http://localhost:8080/news", "css": "article"},
    gives=("text", "value", "title", "url"),
)
async def read_page(config: ReadPage, ctx: ActionContext) -> dict[str, object]:
    """Read what a person sees on a web page; later steps get text, title, url, and value: the first place's text."""
    from nomologi_tui.blocks.tools.web.read import ask_for  # httpx costs 100 ms

    answer, host = await ask_for(config.url, config.connection, config.timeout, ctx)
    arguments = config.css, answer.charset
    found = await read_apart("page_text", answer.data, *arguments, what=f"The page of {host}", clock=ctx.clock)
    if config.css and found["value"] is None:
        raise BlockError(f"The page of {host} has no {config.css}.", "Correct the place, or leave it out.")
    return {"text": found["text"], "value": found["value"], "title": found["title"], "url": answer.url}


@read_page.words
def _words(config: ReadPage) -> str:
    return f"read {config.css or 'the text'} of {config.url}"


@read_page.touches
def _touches(config: ReadPage) -> list[Touch]:
    return touches_of(config.url, config.connection)
