"""What a message or a task says, as far as the sentence says it: no addressee, no thing that is only spoken of."""

from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.lexicon import EMPTY, JOINTS
from nomologi_tui.goals.words.vocabulary import CLASSES, SKIPPED


def _class(*names: str) -> frozenset[str]:
    return frozenset(plain(one).rstrip("~") for name in names for one in CLASSES[name].split())


_ME = _class("me")
_NEWS = _class("message")
_MESSAGE = _NEWS - {"ping", "push", "dm", "text"}  # those that are no verbs as well
_WAYS = _class("chat", "device", "mail", "message") | {"group", "gruppe", "channel", "kanal", "canal", "inbox"}
# Verbs whose object is what shall be remembered
_ROOMS = frozenset("room server topic group thread space".split())  # behind a service: `our Matrix room`
_REMINDS = ("remind", "nudge", "erinner", "rappel", "recuerd", "recordar", "ricord", "herinner", "reminder")
# Verbs whose object is the person, so that only what `that` or `to` leads on is the message
_TELLS = (
    "tell", "notify", "alert", "warn", "inform", "ping", "page", "text", "message", "dm", "let", "buzz", "poke", "know",
    "sag", "benachrichtig", "melde", "alarmier", "previens", "avertis", "alerte", "notifi", "dis", "signale", "avis",
    "dime", "di", "advierte", "gib", "call", "phone", "ring",
)  # fmt: skip
_LEADS = frozenset("to that about of : saying daran dass de d' que zu di".split())
_TO = frozenset("to for an fur a para pour per".split())
_BY = frozenset("to on in via by over through using into at per auf an uber im sur dans par en por su tramite".split())
_BY_NEWS = frozenset("via by per as in with als par por".split())  # `in a notification`; not `to push it`
_OF = frozenset("the a an my our your this that der die das den dem unser unsere unserem unseren meine meinem le la "
                "les l' un une mon ma notre el los mi mis nuestro nuestra team family whole all tout toute tous toda "
                "todo todas todos alle".split())  # fmt: skip
_SAYS = frozenset(["say", "announce"])
_MAILS = frozenset("email mail maile mailen".split())
_BY_MODEL = frozenset("with by using via through mit avec con".split())
_MODELS = frozenset("model models ai gpt chatgpt llm llama claude ollama gemini openai whisper mistral ki ia".split())
_AND = frozenset(["and", "und", "et", "y", "&", "both", "a"])
_ASKING = frozenset("ask frag frage demande pregunta pregunt".split())  # `ask me whether I took my pills`
_SAYING = frozenset(["saying", "diciendo", "disant", "sagend"])
# A thing that is spoken of begins so; nobody said what there is to say about it
_SPEAKS_OF = frozenset(
    "my our "
    "the a an its his her their any all each every what which how whether whatever it them this these that those "
    "current latest today todays today's output result results summary number list "
    "der die das den dem ein eine einen was wie welche ihr seinen le la les l' un une son sa ce cette quel quelle "
    "combien el los las una lo su cual cuanto cuantos que il lo gli".split()
)
_IS = frozenset("i'm it's we're you're there's he's she's is are has have was ist sind hat est sont es esta".split())
_ASKS = frozenset("what which how whether who was wie ob welche quel quelle combien cual cuanto".split())


def message_in(piece: Piece, *, event: bool, title: bool = False) -> str:
    """What is to be said, as typed; empty where nobody said it. `event`: else the event itself is told.

    `title`: it only needs to name a thing.

    What the words would only point at is used as well: the question for the message stands for them.
    """
    verb = piece.word(min(piece.own)) if piece.own else ""
    free = _without_ways(piece, [place for place in piece.tokens if place not in piece.used and place not in piece.own])
    reminds = any(piece.word(place).startswith(_REMINDS) for place in (*piece.own, *free))
    tells = reminds or verb in _TELLS
    places = _trimmed(piece, _behind_person(piece, free, tells=tells))
    led = bool(places) and places[0] - 1 not in piece.own and piece.word(places[0] - 1) in _LEADS
    says = reminds or _states(piece, places) or not (event or (_speaks_of(piece, places) and not title))
    filled = any(piece.tokens[place].kind == "template" for place in places)  # `tell me {{ event.payload }}`
    said = (
        not piece.own
        or (verb in _ASKING and bool(places))
        or led
        or filled
        or (verb in _SAYS and bool(places))
        or (says and verb not in _MESSAGE)
    )
    known = places != free or any(piece.word(place) in _ME | _WAYS for place in piece.own)
    if not said and verb in _TELLS and not known:
        return ""  # whom it tells stays a word that was not understood
    piece.used |= set(places)
    if title and says and not (reminds or led):
        return _as_title(piece, places)
    return piece.typed(places).removeprefix("d'") if said else ""


def _as_title(piece: Piece, places: list[int]) -> str:
    """`Meter readings`; nothing where the words do not stand together."""
    while places and piece.word(places[0]) in _OF:
        places = places[1:]
    text = piece.typed(places) if places == piece.run_from(places[0] if places else -1)[: len(places)] else ""
    return text[:1].upper() + text[1:]


def _without_ways(piece: Piece, places: list[int]) -> list[int]:
    """The places without where it goes: `to #ops`, `on my phone`, `via ntfy`, `a #redaction`."""
    left: list[int] = []
    for place in places:
        left.append(place)
        room = piece.word(place) in _ROOMS and place - 1 in piece.own
        if not room and piece.tokens[place].kind not in ("channel", "email") and piece.word(place) not in _WAYS | _ME:
            continue
        begins = _way_begins(piece, left)
        piece.used |= set(left[begins:])
        del left[begins:]
    return left


def _way_begins(piece: Piece, places: list[int]) -> int:
    """Where the way begins that ends with the last of these places; their number where none leads to it."""
    by = _BY_NEWS if piece.word(places[-1]) in _NEWS else _BY | _TO
    begins = len(places) - 1
    while begins and piece.word(places[begins - 1]) in _OF | _ME | _WAYS | by:
        begins -= 1
    if begins > 1 and piece.word(places[begins - 2]) in by:
        begins -= 2  # `on the kitchen speaker`
    leads = (at for at in range(begins, len(places) - 1) if piece.word(places[at]) in by)
    return next(leads, len(places))


def _behind_person(piece: Piece, places: list[int], *, tells: bool) -> list[int]:
    """The places behind who is told, and behind what leads on: `me to …`, `Tom about …`, `the night shift that …`."""
    first = 0
    while first < len(places) and _is_person(piece, places[first:]):
        first += 1
    if tells and first + 1 < len(places) and piece.word(places[first]) in _AND:
        led = first + 2 < len(places) and piece.word(places[first + 2]) in _LEADS
        first += 2 if led and piece.typed(places[first + 1 : first + 2]).istitle() else 0  # `me and Sarah about …`
    if tells and not first:
        named = [at for at, place in enumerate(places[:4]) if at and piece.word(place) in _LEADS]
        name = piece.typed(places[:1])
        first = named[0] if named and (name.istitle() or piece.word(places[0]) in _OF) else 0
    an = {"an"} if any(piece.word(place).startswith("erinner") for place in piece.own) else set()
    while first < len(places) and piece.word(places[first]) in _LEADS | {"-"} | an:
        first += 1
    piece.used |= set(places[:first])
    return places[first:]


def _is_person(piece: Piece, places: list[int]) -> bool:
    """Whether the first of these places belongs to who is told, or to the way there."""
    word, after = piece.word(places[0]), [piece.word(place) for place in places[1:3]]
    told = _ME | _WAYS | {"-"}
    if piece.tokens[places[0]].kind in ("channel", "email") or word in told:
        return True
    behind = after[1:] if after[:1] and after[0] in _OF else after[:1]
    return word in _OF | _AND and not told.isdisjoint(behind)


def _trimmed(piece: Piece, places: list[int]) -> list[int]:
    """The places without a joint or mark at the end; none where they carry nothing."""
    while places and (_is_joint(piece, places[-1]) or piece.tokens[places[-1]].kind == "mark"):
        piece.used.add(places.pop())
    return places if {piece.word(place) for place in places} - EMPTY - SKIPPED else []


def _is_joint(piece: Piece, place: int) -> bool:
    """`and`, or a `via` behind which something else was taken."""
    word = piece.word(place)
    return word in JOINTS or (word in _BY | _TO and (place + 1 in piece.own or place + 1 in piece.used))


def _speaks_of(piece: Piece, places: list[int]) -> bool:
    """Whether the words only name a thing: `its name`, `the weather`; `the oven is hot` says something."""
    return bool(places) and piece.word(places[0]) in _SPEAKS_OF and not _states(piece, places)


def _states(piece: Piece, places: list[int]) -> bool:
    """Whether the words are a statement: `dinner is ready`, no `what the result is`."""
    words = [piece.word(place) for place in places]
    return not _IS.isdisjoint(words) and words[0] not in _ASKS


def free_text(piece: Piece) -> str:
    """The words that are left, as typed; nothing where they carry nothing."""
    places = [place for place in piece.tokens if place not in piece.used and place not in piece.own]
    while places and piece.word(places[0]) in _LEADS | _ME | {"-", "with", "of", "message"}:
        piece.used.add(places.pop(0))
    while places and (piece.word(places[-1]) in JOINTS or piece.tokens[places[-1]].value == "."):
        piece.used.add(places.pop())
    if not {piece.word(place) for place in places} - EMPTY - SKIPPED:
        return ""
    piece.used |= set(places)
    return piece.typed(places)


def task_in(piece: Piece) -> str:
    """What a model is to do, as typed from its verb on: `Summarise it`; no word about which model does it."""
    places = [place for place in piece.tokens if place not in piece.used]
    by = next((at for at, place in enumerate(places) if at and _is_model(piece, places[at:])), len(places))
    piece.used |= set(places)
    places = _trimmed(piece, places[:by])
    mailed = len(places) > 2 and piece.word(places[0]) in _MAILS and piece.word(places[1]) in _ME
    places = places[3 if piece.word(places[2]) in _OF else 2 :] if mailed else places  # `email me a summary of …`
    while places and piece.word(places[-1]) in _BY:
        places.pop()  # behind it stood where it goes: `a digest on Telegram`
    text = piece.stretch(places) if len(places) > 1 else ""
    return text[:1].upper() + text[1:]


def _is_model(piece: Piece, places: list[int]) -> bool:
    """Whether a model is named here that does it: `with the local model`, `using AI`."""
    words = [piece.word(place) for place in places]
    return words[0] in _BY_MODEL and not _MODELS.isdisjoint(words[1:5])


def said_text(piece: Piece) -> str:
    """What stands behind `saying`, as typed: `email me saying the oil is due`."""
    start = next((place for place in piece.tokens if piece.word(place) in _SAYING), None)
    places = piece.run_from(start + 1) if start is not None else []
    while places and piece.tokens[places[0]].value in ("that", ":"):
        places.pop(0)
    if start is None or not places or not piece.used.isdisjoint(places):
        return ""
    piece.used |= {start, *places}
    return piece.typed(places).rstrip(" ,;.")
