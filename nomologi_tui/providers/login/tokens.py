"""What a login gives. It is kept as one secret, so that a renewed pair of tokens is never there by halves."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Self

SHARE = 0.8  # of its life, after which an access token is renewed
YOUNG = timedelta(minutes=1)  # a token that is refused at this age would be refused again when renewed


@dataclass(frozen=True, slots=True)
class Tokens:
    """`expires_at` is None where nobody said: it holds until it is refused. `refresh` may be empty."""

    access: str = field(repr=False)
    granted_at: datetime
    expires_at: datetime | None = None
    refresh: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ()
    account: str = ""  # whose they are, where their answer said so
    asked_at: datetime | None = None  # a renewal was begun then, and its answer never came here

    def due(self, now: datetime) -> bool:
        """Whether it is time to renew it; one whose renewal broke off is used to its end, as the next may undo it."""
        return self.due_at is not None and now >= self.due_at

    @property
    def due_at(self) -> datetime | None:
        """When it is time; None where nobody said how long it holds."""
        if self.expires_at is None or self.asked_at is not None:
            return self.expires_at
        return self.granted_at + SHARE * (self.expires_at - self.granted_at)

    def ended(self, now: datetime) -> bool:
        """Whether nobody takes it any more, as far as is known."""
        return self.expires_at is not None and now >= self.expires_at

    def is_young(self, now: datetime) -> bool:
        """Whether it was granted just now."""
        return now - self.granted_at < YOUNG

    def as_text(self) -> str:
        """As it is kept in the keyring."""
        return json.dumps(asdict(self), default=datetime.isoformat)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Raises ValueError for what `as_text` did not write."""
        try:
            found = json.loads(text)
            moments = {name: _moment(found[name]) for name in ("granted_at", "expires_at", "asked_at")}
            return cls(**{**found, **moments, "scopes": tuple(found["scopes"])})
        except (TypeError, KeyError) as error:
            raise ValueError("these are no tokens") from error


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
