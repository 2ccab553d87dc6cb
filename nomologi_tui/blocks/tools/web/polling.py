"""What triggers share that ask a web server again and again: their fields, their rests, their one request."""

import re
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from pydantic import BaseModel, Field

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.fields import Address, Duration
from nomologi_tui.blocks.tools.web.request_form import Account, how_to_try, typed_host
from nomologi_tui.errors import CredentialError

if TYPE_CHECKING:
    import asyncio

BEAT = 30.0  # seconds between signs of life
AT_ONCE = 32  # requests; after a start hundreds would begin in the same moment
_SETTLED = 0.4  # seconds without another key until a preview asks anybody
_PATIENCE = 5.0  # seconds that a preview waits for an answer
_gates: "WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]" = WeakKeyDictionary()
_newest: list[object] = []


class Asked(BaseModel, extra="forbid"):
    """The fields of a trigger that asks a web server."""

    url: Address = Field(
        title="Address", description="The address that is looked at.", examples=["https://example.com"]
    )
    every: Duration = Field(
        900.0, title="Every", description="How often it looks.", examples=["5 min"], ge=5, le=604800
    )
    timeout: Duration = Field(
        20.0, title="Time limit", description="How long one look may take.", examples=["10 s"], gt=0, le=60
    )
    authority: str = Field(
        "", title="Trust also", description="A PEM file of your own certificate authority.", examples=["~/ca.pem"]
    )
    connection: Account = Field(
        "", title="Connection", description="The connection whose credential is sent.", examples=["My NAS"]
    )

    @property
    def host(self) -> str:
        """The host that was typed, which may lie in the user's own network."""
        return typed_host(self.url)

    @property
    def shown_url(self) -> str:
        """The address without what is before an @: a password may stand there."""
        return re.sub(r"^(https?://)[^/?#]*@", r"\1", self.url, flags=re.IGNORECASE)


_A = TypeVar("_A", bound=Asked)


def login_of(config: Asked, ctx: TriggerContext) -> dict[str, str]:
    """The headers of the connection. Raises BlockError where it is not bound to the address: nothing is asked then."""
    return ctx.connection(config.connection).headers_for(config.url) if config.connection else {}


def check_taken(config: Asked, status: int) -> None:
    """Raises CredentialError where the server refuses the connection: that is no news of what is looked at."""
    if config.connection and status in (401, 403):
        raise CredentialError(
            f"{config.host} refused the connection “{config.connection}” ({status}).",
            how_to_try(config.connection),
        )


def unseen(config: Asked) -> str:
    """What a preview says where a look needs a credential; empty where it can look."""
    return f"It is looked at with “{config.connection}” once it is on." if config.connection else ""


def gate() -> "asyncio.Semaphore":
    """Holds back those who would ask when enough of us are asking."""
    import asyncio  # a goal that is only read needs none of it

    return _gates.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))


async def rest(seconds: float, ctx: TriggerContext) -> None:
    """Wait, and say meanwhile that the trigger listens."""
    until = ctx.clock.monotonic() + seconds
    ctx.alive()
    while (left := until - ctx.clock.monotonic()) > 0:
        await ctx.clock.sleep(min(left, BEAT))
        ctx.alive()


def briefly(config: _A) -> _A:
    """The same for a preview, for which a person waits."""
    return config.model_copy(update={"timeout": min(config.timeout, _PATIENCE)})


async def still_typing() -> bool:
    """Whether somebody asks for a newer preview right after this one: half an address is nobody's to be asked."""
    import asyncio

    mine = object()
    _newest[:] = [mine]
    await asyncio.sleep(_SETTLED)
    return _newest[0] is not mine
