"""Small blocks to read goals with, in the shapes that ours have."""

from collections.abc import AsyncIterator
from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import (
    Command,
    Event,
    Folder,
    Multiline,
    PathText,
    Template,
    TimeOfDay,
    Url,
    Verdict,
    action,
    condition,
    trigger,
)  # fmt: skip
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Files(BaseModel, extra="forbid"):
    folder: Folder
    pattern: str = "*"
    event: Literal["created", "changed", "deleted"] = "created"


class Nothing(BaseModel, extra="forbid"):
    pass


class Hours(BaseModel, extra="forbid"):
    from_time: TimeOfDay = "00:00"
    to_time: TimeOfDay = "00:00"
    weekdays: list[Day] = []


class Compare(BaseModel, extra="forbid"):
    left: Template
    operator: Literal["is", "is not", "greater than", "less than", "is empty"] = "is"
    right: Template = ""


class Run(BaseModel, extra="forbid"):
    command: Command = Field(title="Command", description="What is run.")
    folder: Folder = "~"


class Request(BaseModel, extra="forbid"):
    method: Literal["GET", "POST"] = "GET"
    url: Url
    body: Multiline = ""


class Write(BaseModel, extra="forbid"):
    path: PathText
    content: Multiline = ""
    mode: Literal["append", "overwrite"] = "append"


class Tell(BaseModel, extra="forbid"):
    message: Multiline = Field(title="Message", description="What you are told.")
    title: Template = ""


async def _events(config: BaseModel) -> AsyncIterator[Event]:
    yield Event(id=repr(config))


@trigger("manual", title="By hand", says=("by hand", "manually"))
async def manual(config: Nothing, ctx: object) -> AsyncIterator[Event]:
    async for event in _events(config):
        yield event


@trigger("schedule", title="At set times", says=("every", "at"))
async def schedule(config: ScheduleTimes, ctx: object) -> AsyncIterator[Event]:
    async for event in _events(config):
        yield event


FILE = ("<path>|<document> & <comes>|<changes>|<gone>", "new file")


@trigger("file", title="A file changes", says=FILE, gives=("path", "name"))
async def file(config: Files, ctx: object) -> AsyncIterator[Event]:
    async for event in _events(config):
        yield event


@trigger("webhook", title="A web request comes", says=("webhook", "on post"))
async def webhook(config: Nothing, ctx: object) -> AsyncIterator[Event]:
    async for event in _events(config):
        yield event


@condition("time_window", title="Within hours")
async def time_window(config: Hours, ctx: object) -> Verdict:
    return Verdict(met=True, reason=config.from_time)


@condition("compare", title="Compare values")
async def compare(config: Compare, ctx: object) -> Verdict:
    return Verdict(met=True, reason=config.left)


@action("run_command", title="Run a command", says=("run", "execute", "run the script"))
async def run_command(config: Run, ctx: object) -> str:
    return config.command


@run_command.words
def _(config: Run) -> str:
    return f"run {config.command}"


@action("http_request", title="Send a request", says=("fetch", "get <url>", "post … <url>", "call"))
async def http_request(config: Request, ctx: object) -> str:
    return config.url


@action("write_file", title="Write a file", says=("write|append|save … <path>",))
async def write_file(config: Write, ctx: object) -> str:
    return config.path


@action("notify", title="Tell you", says=("tell|notify|remind <me>|<channel>",))
async def notify(config: Tell, ctx: object) -> str:
    return config.message


REGISTRY = Registry(
    [manual, schedule, file, webhook, time_window, compare, run_command, http_request, write_file, notify]
)
