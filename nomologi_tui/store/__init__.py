"""Where everything is kept. `Store` loads SQLAlchemy when it is first named; `reading` and `feed` never do."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nomologi_tui.store.db import Store, Tx

__all__ = ["Store", "Tx"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from nomologi_tui.store import db

    return getattr(db, name)
