"""Names that hold the day: `~/dumps/{date}.sql`, `shop-%Y-%m-%d.sql` become values that are filled in each time."""

import re
from collections.abc import Sequence
from typing import Any

from nomologi_tui.goals.draft import Draft

_FORMATS = {
    "date": "%Y-%m-%d", "today": "%Y-%m-%d", "datum": "%Y-%m-%d", "fecha": "%Y-%m-%d", "year": "%Y", "yyyy": "%Y",
    "jahr": "%Y", "annee": "%Y", "month": "%m", "mm": "%m", "monat": "%m", "mois": "%m", "day": "%d", "dd": "%d",
    "tag": "%d", "jour": "%d", "time": "%H-%M", "hour": "%H", "week": "%V", "weekday": "%A",
    "yyyy-mm-dd": "%Y-%m-%d", "yyyymmdd": "%Y%m%d", "yyyy-mm": "%Y-%m", "timestamp": "%Y-%m-%d-%H%M",
    "datetime": "%Y-%m-%d-%H%M",
}  # fmt: skip
_PLACEHOLDER = re.compile(
    r"(?<!\{)\{(?P<braced>[a-z-]+)\}(?!\})|<(?P<pointed>[a-z-]+)>|(?P<percent>%[YmdHMVA](?:[-_.]?%[YmdHMVA])*)(?![^{]*\}\})|"
    r"(?<![A-Za-z])(?P<large>YYYY-?MM(?:-?DD)?)(?![A-Za-z])",
    re.IGNORECASE,
)
_TYPED = ("command", "message", "text", "body", "content", "question", "task")  # of a person or a shell: as they are


def filled_in(draft: Draft, config: dict[str, Any], gives: Sequence[str]) -> dict[str, Any]:
    """The fields with such placeholders as values: of when it was due, else of when the run began."""
    moment = "event.due" if "due" in gives else "run.started"
    return {name: value if name in _TYPED else _dated(draft, value, moment) for name, value in config.items()}


def _dated(draft: Draft, value: Any, moment: str) -> Any:
    if isinstance(value, list):
        return [_dated(draft, one, moment) for one in value]
    if not isinstance(value, str):
        return value

    def shown(found: re.Match[str]) -> str:
        named = (found["braced"] or found["pointed"] or found["large"] or "").lower()
        form = found["percent"] or _FORMATS.get(named, "")
        if form:
            return f"{{{{ {moment} | date: '{form}' }}}}"
        draft.unread.append(found[0])
        return found[0]

    return _PLACEHOLDER.sub(shown, value)
