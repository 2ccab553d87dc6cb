"""Nothing happens for too long: no run of an automation succeeds, no new file comes into a folder."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.fields import Duration, Folder
from nomologi_tui.blocks.tools.files.folder_scan import Scope
from nomologi_tui.blocks.tools.paths import check_folder, folder_of
from nomologi_tui.text import show_duration

_LATEST = 253_402_300_799  # seconds: the last that Python can tell the date of; a file may claim any
RUN, FILE = "run succeeds", "new file"


class Silence(BaseModel, extra="forbid"):
    no: Literal["run succeeds", "new file"] = Field(
        title="When no", description="What fails to come.", examples=["new file"]
    )
    after: Duration = Field(title="For", description="How long to wait for it.", examples=["26h"], ge=1, le=3e8)
    automation: str = Field(
        "", title="Automation", description="The automation whose runs are awaited, as in the list.",
        examples=["nightly-backup"], max_length=200, validate_default=True,
    )  # fmt: skip
    folder: Folder = Field(
        "", title="Folder", description="The folder in which a file is awaited.", examples=["~/backups"],
        validate_default=True,
    )  # fmt: skip
    pattern: str = Field(
        "*", title="Names like", description="Only such files count; * is any text.", examples=["*.tgz"], min_length=1
    )
    recursive: bool = Field(
        False, title="Folders inside too", description="Also look in the folders inside.", examples=["yes"]
    )
    first: Literal["from now", "at once"] = Field(
        "from now", title="If it is so already", description="Start at once, or wait until it is so anew.",
        examples=["at once"],
    )  # fmt: skip

    @field_validator("automation", "folder")
    @classmethod
    def _said(cls, text: str, info: ValidationInfo) -> str:
        needed = {RUN: "automation", FILE: "folder"}.get(info.data.get("no", ""))
        if info.field_name == needed and not text.strip():
            raise ValueError(f"which {needed} is needed")
        return text.strip()

    @property
    def pace(self) -> float:
        """Seconds between looks."""
        return max(1.0, min(60.0, self.after / 10))

    @property
    def what(self) -> str:
        if self.no == RUN:
            return f"run of {self.automation} succeeds"
        named = "file" if self.pattern == "*" else f"file like {self.pattern}"
        return f"new {named} comes {'below' if self.recursive else 'into'} {self.folder}"


async def last_sign(config: Silence, ctx: TriggerContext) -> datetime | None:
    """When it last happened; None: never, as far as can be seen. Raises BlockError for a folder that is not there."""
    if config.no == RUN:
        return await ctx.last_success(config.automation)
    import asyncio  # a goal that is only read needs none of it

    return await asyncio.to_thread(newest_file, config)


def newest_file(config: Silence) -> datetime | None:
    """When the newest of the folder's files was last written."""
    folder = folder_of(config.folder).resolve()
    check_folder(folder, "Create it, or bring its disk back.")
    found = Scope(folder, config.pattern, config.recursive).scan().values()
    newest = max((mtime for _, mtime, _ in found), default=None)
    return None if newest is None else datetime.fromtimestamp(max(0, min(newest // 10**9, _LATEST)), UTC)


def seen_now(config: Silence, sign: datetime | None, before: dict[str, Any] | None, now: datetime) -> dict[str, Any]:
    """What is remembered of a look: `last` is the newest sign that ever was, or when it was first looked for."""
    known = [sign] if sign else []
    known += [datetime.fromisoformat(before["last"])] if before else []
    last = min(max(known, default=now), now)  # a file may have a time that is still to come
    return {"last": last.isoformat(), "silent": now - last >= timedelta(seconds=config.after)}


def silence_data(config: Silence, seen: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The event's data."""
    since = datetime.fromisoformat(seen["last"])
    return {
        "since": seen["last"],
        "seconds": round((now - since).total_seconds()),
        "text": f"no {config.what} since {since:%Y-%m-%d %H:%M} UTC",
        "automation": config.automation,
        "path": config.folder,
    }


def silence_words(config: Silence) -> str:
    """`when no new file comes into ~/backups for 1d`."""
    return f"when no {config.what} for {show_duration(config.after)}"
