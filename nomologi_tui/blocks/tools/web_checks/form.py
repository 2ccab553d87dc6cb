"""The web check's fields."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from nomologi_tui.blocks.fields import Duration
from nomologi_tui.blocks.tools.readers import page_text
from nomologi_tui.blocks.tools.values.picking import check_path
from nomologi_tui.blocks.tools.web.polling import Asked
from nomologi_tui.blocks.tools.web.request_form import check_expected

Kind = Literal["down", "back", "status", "slow", "certificate", "value", "text"]

_AS_SAID = {one: f"is {one}" for one in ("greater than", "at least", "less than", "at most")}
_SAID = {
    "down": "is down",
    "back": "is back",
    "status": "answers another status",
    "slow": "is slow",
    "text": "has another text",
}


def check_selector(text: str) -> str:
    """`text` when it is a CSS selector, or empty. Raises ValueError with a sentence."""
    if text and (problem := page_text.problem_with(text)):
        raise ValueError(f"“{text[:60]}” is not a CSS selector: {problem}")
    return text


class WebCheck(Asked):
    """What is looked at, and when that is told."""

    every: Duration = Field(
        300.0, title="Every", description="How often it looks.", examples=["1 min"], ge=5, le=604800
    )
    events: list[Kind] = Field(
        ["down", "back"], title="What is told", description="Each is told once, when it becomes so.",
        examples=["down, slow"], min_length=1,
    )  # fmt: skip
    misses: int = Field(
        3, title="Bad looks in a row", description="Only then it is down, or slow.", examples=["1"], ge=1
    )
    expect: Annotated[str, AfterValidator(check_expected)] = Field(
        "200-399", title="Good answers", description="Any other status is a bad look.", examples=["200-299, 401"]
    )
    slow: Duration = Field(
        2.0, title="Slow from", description="A whole answer that takes this long is slow.", examples=["500ms"], gt=0,
        le=60,
    )  # fmt: skip
    days: int = Field(
        14, title="Days left", description="Told when the certificate has fewer days left.", examples=["30"], ge=0
    )
    json_value: Annotated[str, AfterValidator(lambda path: check_path(path) if path else path)] = Field(
        "", title="JSON value", description="A JMESPath that picks a value of a JSON answer.",
        examples=["items[0].price"],
    )  # fmt: skip
    css: Annotated[str, AfterValidator(check_selector)] = Field(
        "", title="Place on the page", description="A CSS selector for what Value or Text watches.", examples=["#price"]
    )
    compare: Literal[
        "changes", "is", "is not", "contains", "does not contain", "greater than", "at least", "less than", "at most"
    ] = Field("changes", title="Value", description="How the value must compare to be told.", examples=["less than"])
    than: str = Field(
        "", title="Compared with", description="A number or text the value is compared with.", examples=["200"]
    )
    held: Duration = Field(
        0.0, title="For", description="Only if it stays so for this long; 0s: at once.", examples=["10 min"], ge=0,
        le=604800,
    )  # fmt: skip
    first: Literal["from now", "what is so already"] = Field(
        "what is so already", title="At the first look", description="Does what is so already at the first look count?",
        examples=["from now"],
    )  # fmt: skip

    @model_validator(mode="after")
    def _is_whole(self) -> "WebCheck":
        if "value" in self.events and bool(self.json_value) == bool(self.css):
            raise ValueError("a value needs JSON value or Place on the page, one of them")
        if "value" in self.events and self.compare != "changes" and not self.than:
            raise ValueError("Value needs something in Compared with")
        if "certificate" in self.events and self.url.lower().startswith("http:"):
            raise ValueError("only an address with https:// has a certificate")
        return self

    def said(self) -> str:
        """What is told, in words."""
        said = _SAID | {
            "certificate": f"has a certificate with fewer than {self.days} days left",
            "value": f"shows a value that {_AS_SAID.get(self.compare, self.compare)}{self._than()}",
        }
        return " or ".join(said[kind] for kind in self.events)

    def _than(self) -> str:
        return "" if self.compare == "changes" else f" {self.than}"
