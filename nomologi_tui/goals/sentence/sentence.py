"""A goal as the reader walks over it: its tokens, the times in it, and where the words of blocks stand."""

import re
from dataclasses import dataclass, field

from nomologi_tui.expressions import expression
from nomologi_tui.goals.sentence.patterns import Hit, Lexicon, word_of
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.structure import FROM, STOPS, WATCH, Phrases
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.goals.words.vocabulary import ALSO_NAMES, NAMED

_OVER = (
    r"above|over|warmer than|hotter than|fuller than|warmer als|heisser als|voller als|langer als|plus rempli que|"
    r"plus chaud que|mas lleno (?:que|del?)|mas caliente que|"
    r"hoher als|llegu?e al?|alcan(?:ce|za)|atteigne|arrive a|mas del?|pasa del?|sube del?|supera (?:los|el)?|exceeds?|"
    r"exceeding|more than|greater than|higher than|at least|reach(?:es)?|hits?|passes|past|goes over|"
    r"goes above|rises above|climbs above|gets above|crosses|>=?|beyond|longer than|larger than|bigger than|"
    r"slower than|heavier than|fuller than|"
    r"mehr als|uber|grosser als|hoher als|ubersteigt|uberschreitet|erreicht|steigt auf|ab|plus de|depasse|"
    r"au-dessus de|superieure? a|atteint|mas de|supera|por encima de|mayor que|super[ai]|piu di|sopra"
)
_UNDER = (
    r"below|under|emptier than|faster than|less than|lower than|fewer than|drops? to|falls? to|drops? below|"
    r"falls? below|goes below|"
    r"goes under|dips below|at most|<=?|down to|cheaper than|smaller than|unter|weniger als|kleiner als|"
    r"sinkt auf|unterschreitet|moins de|en dessous de|inferieure? a|sous|menos del?|por debajo del?|baja del?|"
    r"baje del?|kalter als|leerer als|colder than|lower than|menor que|inferior a|meno di|sotto"
)
LIMIT = expression(
    rf"(?<!\w)(?:(?P<over>{_OVER})|(?P<under>{_UNDER}))\s*"
    r"(?:(?:of|von|the|to|a|auf)\s+)?[$€£]?\s*(?P<number>-?\d+(?:[.,]\d+)?|half)\s*"
    r"(?P<unit>%|percent|prozent|°\s?[cf]?|[cf](?!\w)|degrees?|grad|[kmgt]i?b(?:/s|ps)?|ms|s(?:ec(?:onds?)?)?\b|seconds?|watts?|w|days?|minutes?|mins?|h(?:ours?)?|"
    r"[$€£]|euros?|dollars?|usd|eur)?(?!\w)",
)
_SIZE = expression(r"%|percent|prozent|[kmgt]i?b$")
_LENGTH = (
    r"(?P<length>(?P<count>\d+|an?|one|two|three|five|ten|half an?)\s*"
    r"(?P<unit>seconds?|secs?|s|sekunden?|minuten?|minutes?|minutos?|mins?|m|hours?|hrs?|h|stunden?|heures?|horas?|days?|"
    r"tagen?|jours?|dias?))(?!\w)"
)
_UNITS = {"s": "s", "m": "min", "h": "h", "d": "d", "j": "d", "t": "d"}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "five": 5, "ten": 10, "half": 0.5}
LENGTH = expression(rf"(?<!\w){_LENGTH}")
LASTING = expression(
    r"(?<!\w)(?:for|seit|fur|langer als|pendant|depuis|durante|desde hace|per|longer than|more than|older than|"
    r"alter als|mehr als|plus de|mas de|plus longtemps que)\s+"
    rf"(?:(?:more than|over|at least|longer than|mehr als|uber|plus de|mas de)\s+)?{_LENGTH}",
)
AHEAD = expression(
    r"(?<!\w)(?P<length>(?P<count>\d+|an?|one|two|three|five|ten|half an|eine?r?|une?)\s*"
    r"(?P<unit>seconds?|secs?|minuten?|minutes?|minutos?|mins?|hours?|hrs?|h|stunden?|heures?|horas?|days?|tagen?|tage|"
    r"jours?|dias?))\s+(?:before|prior to|ahead of|vor|avant|antes)(?!\w)",
)

AGE = "age"  # how such a stretch is called among the hits: `older than 3 days`
_AGE = (
    r"\s+(?P<count>\d+|an?|one|two|three|six)\s*"
    r"(?P<unit>hours?|h|days?|d|weeks?|w|months?|years?|stunden?|tagen?|wochen?|monaten?|monate|jahren?|heures?|jours?|"
    r"semaines?|mois|ans?|horas?|dias?|semanas?|mes(?:es)?|anos?)(?!\w)"
)
OLDER = expression(
    r"(?<!\w)(?:older than|not (?:changed|touched|used|opened) (?:for|in)|(?:unused|untouched) for|alter als|"
    r"de plus de|"
    rf"mas antiguos? (?:de|que)|de mas de){_AGE}",
)
NEWER = expression(
    r"(?<!\w)(?:newer than|younger than|(?:from|of|in) the last|neuer als|junger als|der letzten|de moins de|"
    rf"des|mas nuevos que|de menos de|de los ultimos){_AGE}",
)


@dataclass(slots=True)
class Sentence:
    """`folded` is the goal without accents, of the same length; `hits` are the atoms of the lexicon."""

    goal: str
    tokens: list[Token]
    in_time: set[int]
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def word(self, place: int) -> str:
        """The word or mark at `place` without accents; nothing for other kinds and beyond the ends."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def phrase(self, place: int, phrases: Phrases) -> int:
        """How many tokens the longest of these phrases takes at `place`; 0 where none stands there."""
        for phrase in phrases.get(self.word(place), ()):
            end = place
            for wanted in phrase:
                while wanted != "-" and self.word(end) == "-" and end > place:
                    end += 1
                if self.word(end) != wanted:
                    break
                end += 1
            else:
                return end - place
        return 0

    def incoming(self, place: int) -> bool:
        """Whether `place` names a mail that comes, none that is written: `mails from …`, `email with …`."""
        ends = (hit.end for hit in self.hits.get("<mail>", ()) if hit.first == place)
        chat = {hit.first for hit in self.hits.get("<chat>", ())}
        return any(self.word(end) in FROM or (place == 0 and end + 1 in chat) for end in ends)

    def watches(self, place: int) -> int:
        """How many tokens say at `place` that something is looked at; none in `ping my phone`."""
        if self.word(place) == "ping" and place + 1 < len(self.tokens) and self.tokens[place + 1].kind == "host":
            return 1
        length = self.phrase(place, WATCH)
        if self.word(place) == "ping" and place + 1 < len(self.tokens) and self.tokens[place + 1].kind == "host":
            return 1
        devices = {hit.first for hit in self.hits.get("<device>", ())}
        return 0 if self.word(place) == "ping" and place + length in devices else length

    def is_arrow(self, place: int) -> bool:
        """Whether an arrow stands at `place`, typed as one mark or as `->`, `=>`."""
        mark = self.word(place)
        return self.word(place + 1) == ">" if mark in ("=", "-") else mark != "" and mark in "→➜⇒➡"

    def region(self, first: int, end: int) -> list[int]:
        """The places of [first, end) that belong to no time."""
        return [place for place in range(first, end) if place not in self.in_time]

    def stops(self, place: int) -> bool:
        """Whether a clause may end at `place`."""
        return self.word(place) in STOPS


def sentence_of(goal: str, tokens: list[Token], in_time: set[int], lexicon: Lexicon) -> Sentence:
    """The sentence with the lexicon's words found in it, limits (`above 80 %`) among them."""
    words = _without_comparing([word_of(token) for token in tokens])
    sentence = Sentence(goal, tokens, in_time, lexicon.hits(tokens), words)
    ages = [age for pattern in (OLDER, NEWER) for age in pattern.finditer(folded(goal))]
    spans = [places_between(tokens, *age.span()) for age in ages]
    other = {place for span in spans for place in span[1:]}  # `a backup older than 2 days` is one that is too old
    other |= {at for at in range(1, len(words)) if words[at - 1] in NAMED and words[at] in ALSO_NAMES}
    for atom, hits in sentence.hits.items():
        sentence.hits[atom] = [hit for hit in hits if hit.first not in other]
    sentence.hits[AGE] = [Hit(span[0], span[-1] + 1) for span in spans]
    for limit in LIMIT.finditer(folded(goal)):
        if other.intersection(places_between(tokens, limit.start(), limit.end())):
            continue  # `files older than 30 days` say no limit of what is watched
        if places := places_between(tokens, limit.start(), limit.end()):
            lexicon.add(sentence.hits, "limit", Hit(places[0], places[-1] + 1, weight=0.8))
            if _SIZE.match(limit["unit"] or ""):
                lexicon.add(sentence.hits, "size", Hit(places[0], places[-1] + 1, weight=0.9))
    return sentence


def _without_comparing(words: list[str]) -> list[str]:
    """The words with `than` for the German one that compares; elsewhere it begins a clause: `älter als 2 Tage`."""
    pairs = zip(["", *words], words, strict=False)
    return ["than" if one == "als" and before.endswith(("er", "mehr")) else one for before, one in pairs]


def folded(text: str) -> str:
    """Each letter small and without its accent, so that places stay the same."""
    return text.lower() if text.isascii() else "".join((plain(one) or " ")[0] for one in text)


def places_between(tokens: list[Token], start: int, end: int) -> list[int]:
    """The places of the tokens within these characters."""
    return [place for place, token in enumerate(tokens) if token.start < end and token.end > start]


def length_of(said: re.Match[str]) -> str:
    """`for 5 minutes` as a form takes it: `5 min`."""
    count = said["count"].lower().split()[0]
    number = float(count) if count.isdigit() else _COUNTS.get(count, 1)
    unit = said["unit"].lower()
    return f"{number:g} {'h' if unit.startswith('stunde') else _UNITS[unit[0]]}"
