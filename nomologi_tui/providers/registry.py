"""Which kinds of connection there are: ours by an explicit list, others' by the entry point `nomologi.providers`."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial

from nomologi_tui.blocks.packages import allowed, left_out, load_all
from nomologi_tui.errors import BlockError, NotFoundError
from nomologi_tui.providers.base import Provider

GROUP = "nomologi.providers"

BUILT_IN = (
    "nomologi_tui.providers.api_key",
    "nomologi_tui.providers.bearer",
    "nomologi_tui.providers.basic",
    "nomologi_tui.providers.home_assistant",
    "nomologi_tui.providers.openai",
    "nomologi_tui.providers.mailbox",
    "nomologi_tui.providers.messages",
    "nomologi_tui.providers.ssh",
    "nomologi_tui.providers.repository",
    "nomologi_tui.providers.database",
    "nomologi_tui.providers.mqtt",
    "nomologi_tui.providers.oauth",
    "nomologi_tui.providers.github",
    "nomologi_tui.providers.microsoft",
    "nomologi_tui.providers.google",
)


class Providers:
    """Kinds of connection by name. Naming one of a package that failed, or is not allowed (`left_out`), says why."""

    def __init__(
        self,
        providers: Iterable[Provider],
        broken: dict[str, str] | None = None,
        left_out: Callable[[], Mapping[str, tuple[str, str]]] = dict,
    ) -> None:
        self._providers = {one.name: one for one in providers}
        self._broken = broken or {}
        self._left_out = left_out

    def __iter__(self) -> Iterator[Provider]:
        return iter(self._providers.values())

    def get(self, name: str) -> Provider:
        """The kind of that name. Raises NotFoundError with the nearest names, BlockError if its package
        is broken or not allowed.
        """
        if name in self._broken:
            raise BlockError(
                f"The kind of connection “{name}” can't be loaded: {self._broken[name]}", "Repair its package."
            )
        if name not in self._providers:
            if reason := self._left_out().get(name):
                raise BlockError(f"The kind of connection “{name}” can't be used. {reason[0]}", reason[1])
            near = difflib.get_close_matches(name, self._providers, n=3, cutoff=0.3) or list(self._providers)
            raise NotFoundError(f"There is no kind of connection called “{name}”.", f"Perhaps {', '.join(near)}?")
        return self._providers[name]


def load_providers() -> Providers:
    """Our kinds and those of allowed packages (`packages.allow`)."""
    return loaded(allowed())


@cache
def loaded(_allowed: str) -> Providers:
    """The same, remembered for what is allowed."""
    return Providers(*load_all(Provider, BUILT_IN, GROUP), partial(left_out, GROUP))
