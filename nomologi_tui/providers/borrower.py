"""A kind of connection that may log in by another one, which a field of the type `ConnectionRef` names."""

from typing import Any

from pydantic import BaseModel, PrivateAttr


class Borrower(BaseModel, extra="forbid"):
    """Its config. Whoever connects lends it the other connection's."""

    _lent: dict[str, Any] = PrivateAttr(default_factory=dict)

    def lend(self, field: str, config: Any) -> None:
        """Give it the config, with its secrets, of the connection that `field` names."""
        self._lent[field] = config

    def lent(self, field: str) -> Any:
        """The other connection's config; None where none was lent."""
        return self._lent.get(field)
