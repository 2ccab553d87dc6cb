"""How often what failed is tried again: `retry 3 times`, `with two retries`, `if it fails, try again twice`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nomologi_tui.blocks.fields import describe
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.sentence.sentence import folded, places_between
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.model import StepType

_COUNTS = {"once": 1, "one": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_NUMBER = rf"\d{{1,2}}|{'|'.join(_COUNTS)}"
_MOST = r"(?:up to|at most|max(?:imum|\.)?|a maximum of|no more than|not more than)\s+"
_FAILS = (
    r"(?:if|when|whenever|in case|should)\s+(?:it|that|this|(?:the )?(?:command|script|job|upload|download|request|"
    r"backup|sync|copy|transfer))\s+(?:fails?|failed|errors?|doesn't work|does not work|goes wrong)|"
    r"on (?:failure|error|errors)|in case of (?:failure|an error|errors)|if anything goes wrong|if needed"
)
_AGAIN = r"re-?try(?: (?:it|that|the \w+))?|(?:try|attempt) (?:(?:it|that) )?again|keep (?:re-?)?trying"
_AMOUNT = rf"(?:{_MOST})?(?P<count>{_NUMBER})(?:\s+(?:more\s+)?(?:times|time|x)|x)?(?!\w)"
_PAUSE = (
    r"(?:,?\s*(?:at\s+)?(?:(?:waiting|with|wait|and wait|every|after|in)\s+)(?:an?\s+)?"
    r"(?:(?:pause|delay|interval|gap|break|backoff)s?\s+of\s+)?(?:an?|\d{1,3}|one|two|five|ten)\s*(?:s|m|h|secs?|mins?|seconds?|minutes?|hours?)(?!\w)"
    r"(?:\s+(?:apart|between (?:tries|attempts|each|them)|in between|intervals?|pause|delay|breaks?))?)"
)
_UNTIL = r"(?:\s+(?:until|till) (?:it|that) (?:works|succeeds|worked|goes through))"
_ENDS = rf"(?:\s+(?:{_FAILS})|\s+before (?:giving|it gives|you give) up)"
_RETRY = re.compile(
    rf"(?P<lead>(?:[,;.]\s*)?(?:\b(?:and|but|please|then|also)\s+)*)"
    rf"(?:(?P<fails>\b(?:{_FAILS}))[,:]?\s*(?:then\s+)?)?"
    rf"(?:\b(?:{_AGAIN})(?P<early>{_PAUSE})?(?:,?\s*{_AMOUNT})?|\bwith\s+(?:{_MOST})?(?P<retries>{_NUMBER})\s+re-?tr(?:y|ies)|"
    rf"(?<!\w)(?P<bare>{_NUMBER})\s+re-?tries|\bre-?tries\s*[:=]?\s*(?P<set>{_NUMBER})(?!\w)|"
    rf"\b(?:with|in)\s+(?:{_MOST})(?P<tries>{_NUMBER})\s+(?:tries|attempts))"
    rf"(?P<late>{_PAUSE})?(?P<until>{_UNTIL})?(?P<ends>{_ENDS})?",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*[,;]?\s*(?:and\s+)?(?:then\s+)?(?=\w)", re.IGNORECASE)
_NO_COMMAND = re.compile(r"\b(?:tell|remind|ask)\b[^,;.]*$", re.IGNORECASE)  # `remind me to retry the upload`


@dataclass(frozen=True, slots=True)
class Retries:
    """`values` of a configuration, the `places` of the tokens that say so, those of them that nothing does, remarks."""

    values: dict[str, Any] = field(default_factory=dict)
    places: frozenset[int] = frozenset()
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def retries_in(goal: str, tokens: Sequence[Token]) -> Retries:
    """What a goal says of trying again. How long to wait before is nobody's to say, so such words are unread."""
    text = folded(goal)
    said = next((one for one in _RETRY.finditer(text) if _counts(text, one, tokens)), None)
    if said is None:
        return Retries()
    start, end = said.start(), said.end()
    if said["fails"] and _goes_on(text[end:]):
        start = said.end("fails")  # `if it fails, retry twice, then tell me`: the rest hangs on it
        end = joint.end() if (joint := _JOINT.match(text, end)) else end
    count = next((said[name] for name in ("count", "retries", "bare", "set") if said[name]), "")
    number = _number(said["tries"]) - 1 if said["tries"] else _number(count)
    waits = tuple(goal[slice(*said.span(name))].strip(" ,") for name in ("early", "late", "until") if said[name])
    remarks = () if count or said["tries"] else ("How often it is tried again is not said: as the settings say.",)
    values = {"retries": max(0, number)} if count or said["tries"] else {}
    return Retries(values, frozenset(places_between([*tokens], start, end)), waits, remarks)


def add_retries(draft: Draft, said: Retries, tokens: Sequence[Token]) -> None:
    """To the draft, which is read without these tokens."""
    draft.how |= said.values
    draft.unread += said.unread
    draft.remarks += said.remarks
    draft.spans += [(tokens[0].start, tokens[-1].end)] if tokens else []


def note_commands(draft: Draft, said: Retries) -> None:
    """Say of commands that they are not tried again once they began: nobody knows what they did by then."""
    acts = [part.block for part in draft.parts[StepType.ACTION] if not part.instead]
    blocks = [draft.registry.get(StepType.ACTION, one) for one in acts]
    if said.places and any(spec.kind == "command" for block in blocks for spec in describe(block.config)):
        draft.remarks.append("A command that has begun is not tried again, as it might act twice.")


def _counts(text: str, said: re.Match[str], tokens: Sequence[Token]) -> bool:
    """Whether it is said of the automation: not in quotes, nor in what somebody is told to do."""
    quoted = any(one.kind in ("quoted", "path", "url") and one.start <= said.start() + 1 < one.end for one in tokens)
    again = any(said[name] for name in ("fails", "count", "retries", "bare", "set", "tries", "until", "ends"))
    return again and not (quoted or _NO_COMMAND.search(text[: said.start()]))


def _goes_on(behind: str) -> bool:
    """Whether something is to be done behind it in the same sentence, with no condition of its own."""
    more = re.match(rf"\s*[,;]?\s*(?:and\s+|then\s+)*(?P<own>{_FAILS}|if\b)?\s*[\w~/'\"]", behind, re.IGNORECASE)
    return more is not None and not more["own"]


def _number(said: str) -> int:
    return _COUNTS.get(said.lower()) or int(said) if said else 0
