"""A file whose new lines are watched: the form, and which lines count."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks.fields import Duration, Folder


class Lines(BaseModel, extra="forbid"):
    path: Folder = Field(
        title="File", description="The file that lines are added to.", examples=["/var/log/app.log"], min_length=1
    )
    has: list[str] = Field(
        [], title="Lines with", description="Only lines with one of these texts.", examples=["error, timed out"]
    )
    without: list[str] = Field(
        [], title="But none of", description="Not lines with one of these texts.", examples=["debug"]
    )
    first: Literal["from now", "everything"] = Field(
        "from now", title="At the first start", description="Do lines that are there already count?",
        examples=["everything"],
    )  # fmt: skip
    every: Duration = Field(2.0, title="Every", description="How often it looks.", examples=["1 min"], ge=1, le=7e5)

    def wants(self, line: str) -> bool:
        """Whether the line counts, upper and lower case being the same."""
        line = line.casefold()
        wanted = not self.has or any(text.casefold() in line for text in self.has)
        return wanted and not any(text.casefold() in line for text in self.without)

    @property
    def about(self) -> str:
        """What is watched; an edit of it begins anew."""
        return f"{self.path} {self.has} {self.without}"


def line_words(config: Lines) -> str:
    some = f" with {' or '.join(config.has)}" if config.has else ""
    none = f"{' and' if some else ''} without {' or '.join(config.without)}" if config.without else ""
    return f"when a line{some}{none} is added to {config.path}"
