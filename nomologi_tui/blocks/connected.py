"""A connection as a block gets it: with its secrets, for as long as the step takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nomologi_tui.blocks.tools.web.bound import is_bound, shown_origin
from nomologi_tui.errors import BlockError


@dataclass(frozen=True, slots=True)
class Connected:
    """`config` is the model of the connection's kind with the secrets in it; only `hosts` may be sent them."""

    label: str
    kind: str
    config: Any = field(repr=False)
    hosts: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    id: int = 0

    def headers_for(self, url: str) -> dict[str, str]:
        """The headers that it adds to a request. Raises BlockError where it is not bound to the address's host."""
        if not is_bound(url, self.hosts):
            raise BlockError(
                f"The connection “{self.label}” is not bound to {shown_origin(url)}, so nothing was sent.",
                f"It is for {', '.join(self.hosts) or 'no host'}; add the host to it, or take another connection.",
            )
        return dict(self.headers)
