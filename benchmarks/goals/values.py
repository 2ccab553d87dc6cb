"""The things that a sentence names, as found and as labelled, made comparable."""

import re

from benchmarks.goals.labels import SLOTS, Goal

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m|p\.m|uhr|h|o'clock)?")
_NAMED_CLOCKS = {"noon": "12:00", "midnight": "00:00"}
Values = dict[str, set[str]]


def compared(goal: Goal, found: dict[str, list[str]]) -> tuple[Values, Values]:
    """The labelled and the found values of each slot, without those that are neither right nor wrong.

    That is the host of a labelled address, the domain of a labelled recipient, a topic, and what the label says is optional.
    """
    wanted = _comparable(goal.slots)
    given = _comparable(found)
    for url in given["urls"] - wanted["urls"]:  # a bare host may be given as an address
        if _bare(url) in wanted["hosts"]:
            given["urls"].discard(url)
            given["hosts"].add(_bare(url))
    given["hosts"] -= _hosts_of(wanted) - wanted["hosts"]
    given["recipients"] -= {_plain(topic) for topic in goal.slots.get("topics", [])}
    for slot, values in _comparable(goal.optional).items():
        given[slot] -= values - wanted[slot]
    return wanted, given


def _comparable(slots: dict[str, list[str]]) -> Values:
    found = {slot: {_plain(value) for value in slots.get(slot) or []} for slot in SLOTS}
    found["times"] = {_clock(value) for value in found["times"]}
    found["hosts"] = {value.rpartition("@")[2] for value in found["hosts"]}
    return found


def _hosts_of(wanted: Values) -> set[str]:
    places = {_bare(url).split("/")[0] for url in wanted["urls"]}
    domains = {one.partition("@")[2] for one in wanted["recipients"] if "@" in one}
    return places | {place.split(":")[0].rpartition("@")[2] for place in places} | domains


def _plain(value: str) -> str:
    return " ".join(value.strip().strip("\"'`").rstrip("/.,").split()).lower()


def _bare(url: str) -> str:
    return re.sub(r"^[a-z]+://", "", url)


def _clock(said: str) -> str:
    """`7 pm` is 19:00; what is no time of day stays as it is."""
    text = _NAMED_CLOCKS.get(said, said)
    found = _CLOCK.fullmatch(text)
    if not found:
        return text
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    hour += 12 if half == "p" and hour < 12 else -12 if half == "a" and hour == 12 else 0
    return f"{hour:02}:{minute:02}"
