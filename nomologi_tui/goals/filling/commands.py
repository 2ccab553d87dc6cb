"""The command that a sentence names: quoted, or as one types it. What only tells of a deed is none: it is asked for."""

import re
from collections.abc import Sequence

from nomologi_tui.expressions import expression
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.typed import is_place
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.lexicon import EMPTY, JOINTS
from nomologi_tui.goals.words.structure import JOINS, OBJECTS, STOPS
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.goals.words.vocabulary import ANYBODY, CLASSES, GENERIC, SKIPPED

EVENT_PATH = " {{ event.path }}"
_ON_IT = expression(
    r"\s*\b(?:(?:on|with|for|over)\s+"
    r"(?:it|its\s+(?:file\s?)?(?:name|path)|(?:the|that|this|each)\s+(?:new\s+)?file(?:'?s?\s?name)?)|"
    r"damit|darauf|dafür|mit\s+(?:ihr|ihm|der\s+datei)|dessus|avec(?:\s+(?:lui|ce\s+fichier))?|sur\s+ce\s+fichier|"
    r"with\s+(?:it|the\s+(?:new\s+)?(?:file|path))\s+as\s+(?:an?\s+|the\s+|its\s+)?(?:argument|parameter|input)|"
    r"con\s+(?:él|el|ella|ello|ese\s+archivo))(?:\s+(?:and|und|et|y))?\s*$",
    re.IGNORECASE,
)
# Verbs behind which a command stands as one types it
_RUNS = frozenset(
    "run runs running execute executes exec ausfuhre ausfuhren fuhre lance lancer lances execute executer executez "
    "ejecuta ejecutar ejecute corre esegui".split()
)
# Verbs behind which a program stands by its path, or by one word
_STARTS = _RUNS | frozenset(
    "start starts ssh launch launches call calls ruf fuhr invoke invokes trigger triggers open starte starten rufe "
    "aufrufen demarre demarrer appelle arranca inicia lanza lanzar llama avvia".split()
)
_IT = frozenset("it them es sie ihn le la les lo los".split())  # `convert it with ~/bin/x`
_MEANS = frozenset("with by using via through running mit per uber durch avec par con mediante".split())
_ITS = frozenset("its their his her seinem seiner ihrem ihrer son sa ses su sus".split())
_OUTPUT_OF = frozenset("of von de output ausgabe sortie resultat salida".split())
_AS = frozenset("as als en como".split())
_USERS = frozenset("root admin administrator superuser user sudo the another my different www-data postgres".split())
_LEAD_ON = frozenset("a au aux al en le la el beim bei am um im every each".split())  # to a time
_SWITCHES = frozenset("on off in up down start stop".split())  # may be the last word of a command
_IN = frozenset("in inside within im dans en".split())
_CALLS_IT = frozenset(
    "the a an my our this following shell command script program line : up with das den die der skript befehl programm "
    "le la l' un une commande programme el los una comando programa mi mon mein".split()
)
_WITH_IT = frozenset(["damit", "darauf"])  # may stand before the command
_GLUED = frozenset("le la les lui moi toi nous l me".split())  # `redémarre-le`
_THINGS = GENERIC | frozenset(
    plain(one) for name in ("job", "document", "ends", "fails", "starts") for one in CLASSES[name].split()
)
_PROSE = (OBJECTS | ANYBODY | frozenset("whenever when if that which whose who because so".split())) - {"l'"}
_MUST = frozenset("should must has have needs need ought shall will gets is".split())
_PROGRAM = expression(r"[a-z0-9][\w.+-]*")


def command_in(piece: Piece, *, has_file: bool) -> str:
    """The command, with the event's path where the sentence says `on it`; empty where it names none."""
    first = _typed_from(piece)
    quoted = piece.unused(lambda token: token.kind == "quoted")
    if quoted is not None and _is_quoted_command(piece, quoted[0], first):
        place, token = quoted
        before = range(piece.own[0] + 1 if piece.own else place, place)
        piece.used |= {place, *before}
        given = has_file and piece.before(place) in _MEANS and any(piece.word(one) in _IT for one in before)
        return token.value + EVENT_PATH if given else token.value + _behind(piece, place + 1, has_file=has_file)
    if first is None:
        piece.used |= set(piece.run_from(_object(piece)))  # the question for the command stands for these words
        return ""
    places = _as_typed(piece, first)
    before = range(piece.own[0] if piece.own else first, first)
    piece.used |= {*before, *places}
    means = piece.before(first) in _MEANS and any(piece.word(place) in _IT for place in before)
    if has_file and (means or any(piece.word(place) in _WITH_IT for place in before)):
        return piece.typed(places) + EVENT_PATH
    return piece.typed(places) + _behind(piece, places[-1] + 1, has_file=has_file)


def _object(piece: Piece) -> int:
    """Behind the verb and what only calls it a command."""
    place = piece.own[0] + 1 if piece.own else min(piece.tokens, default=0)
    if place not in piece.tokens:  # a time stands between: `start at 5 ~/bin/x`
        place = min((one for one in piece.tokens if one > place), default=place)
    if piece.word(place) == "-" and piece.word(place + 1) in _GLUED:
        place += 2
    while piece.word(place) in _CALLS_IT | _WITH_IT:
        place += 1
    return place


def _is_quoted_command(piece: Piece, place: int, typed: int | None) -> bool:
    """Whether what is quoted is the command: not a part of one (`printf 'a'`), and no thing (`kill 'the job'`)."""
    if typed is not None and typed < place and place - 1 not in piece.own:
        return False
    runs = not piece.own or piece.word(piece.own[0]) in _STARTS
    words = piece.tokens[place].value.split()
    typed_out = len(words) > 1 and plain(words[0]) not in EMPTY | SKIPPED
    return runs or typed_out or piece.before(place) in _MEANS | _CALLS_IT | _OUTPUT_OF


def _typed_from(piece: Piece) -> int | None:
    """Where a command begins that is not quoted; None where none is named."""
    if not piece.own:  # the program's name itself stands for the deed: `certbot renew`, `~/bin/sync`
        first = min(piece.tokens, default=None)
        return first if first is not None and _is_name(piece, first) else None
    verbs = [place for place in piece.tokens if place >= piece.own[0] and piece.word(place) in _STARTS]
    places = [_object(piece)] if piece.own[0] in verbs else []
    places += [place + 1 for place in verbs if place != piece.own[0] and piece.word(place) in _RUNS]
    behind = [place for place in places if _may_begin(piece, place)]
    by = [place for place, token in piece.tokens.items() if piece.before(place) in _MEANS and _is_means(piece, token)]
    return next(iter([*behind, *by]), None)


def _may_begin(piece: Piece, place: int) -> bool:
    token = piece.tokens.get(place)
    if token is None:
        return False
    if token.kind in ("path", "template"):
        return token.kind == "template" or not is_place(token.value)
    called = piece.before(place) in _CALLS_IT and place - 1 not in piece.own
    if token.kind != "word" or called or not _is_name(piece, place):
        return False
    places = _as_typed(piece, place)
    if piece.word(place) in EMPTY:
        return False
    if any(_is_argument(piece.tokens[one]) for one in places[1:]):
        return piece.word(place - 1) in _RUNS or _is_argument(piece.tokens[places[1]])
    alone = len(places) == 1 or piece.word(place - 1) in _RUNS
    prose = any(piece.word(one) in _PROSE for one in places[1:-1])
    return alone and not prose and piece.word(place) not in _THINGS | SKIPPED


def _is_name(piece: Piece, place: int) -> bool:
    return piece.tokens[place].kind != "word" or _PROGRAM.fullmatch(_as_written(piece, place)) is not None


def _as_written(piece: Piece, place: int) -> str:
    return piece.text[piece.tokens[place].start : piece.tokens[place].end]


def _is_means(piece: Piece, token: Token) -> bool:
    """`with ~/bin/dyndns.sh`, `with speedtest-cli --json`."""
    if token.kind == "path":
        return not is_place(token.value)
    place = next(place for place, one in piece.tokens.items() if one is token)
    after = piece.run_from(place)[1:]
    while after and piece.tokens[after[0]].start == piece.tokens[after[0] - 1].end:
        after = after[1:]  # the rest of `speedtest-cli`
    if token.kind != "word" or not after:
        return False
    return _is_option(piece, after[0]) or _is_told(piece, place, after)


def _is_told(piece: Piece, place: int, after: Sequence[int]) -> bool:
    """Whether a program's name stands there with what it is told: `with brightnessctl set 20%`."""
    name = _as_written(piece, place)
    prose = EMPTY | SKIPPED | JOINS | STOPS | _THINGS | _MEANS | _PROSE
    typed = _PROGRAM.fullmatch(name) is not None and len(name) > 3 and piece.word(place) not in prose
    words = piece.word(after[0]) not in prose and piece.tokens[after[0]].kind in ("word", "path", "quoted")
    return typed and words and (len(after) > 1 or piece.tokens[after[0]].kind != "word")


def _is_option(piece: Piece, place: int) -> bool:
    """Whether a `-` begins an option here: behind a blank, right before its letter."""
    token, after = piece.tokens.get(place), piece.tokens.get(place + 1)
    return token is not None and token.value == "-" and after is not None and after.start == token.end


def _is_argument(token: Token) -> bool:
    return token.kind in ("path", "url", "host", "quoted", "template", "remote") or token.value == "-"


def _as_typed(piece: Piece, first: int) -> list[int]:
    """The places of the command from `first` on: a path takes what looks like arguments, a program all that follows."""
    places = piece.run_from(first)
    end = next((at for at, place in enumerate(places) if at and _ends_it(piece, place)), len(places))
    places = places[:end]
    if _ON_IT.search(piece.typed(places)):
        places = places[: _before_on_it(piece, places)]
    while len(places) > 1 and _leads_on(piece, places[-1]):
        piece.used.add(places.pop())
    return places


def _leads_on(piece: Piece, place: int) -> bool:
    """Whether the last word is none of the command's, but joins it to what follows."""
    joins = JOINTS | JOINS | EMPTY | _STARTS | STOPS | _LEAD_ON
    alone = place + 1 not in piece.tokens and piece.text[piece.tokens[place].end :].strip(" .!") != ""
    if piece.word(place) in _SWITCHES and not alone:
        return False  # `run ~/heat on and …`
    return piece.word(place) in joins and not _is_option(piece, place - 1)


def _ends_it(piece: Piece, place: int) -> bool:
    """Whether no command goes on here: a word that joins, a bracket or a mark before a blank."""
    token = piece.tokens[place]
    if place in piece.own or place in piece.used:
        return True  # `ruf ~/bin/x auf`, `… with a time limit of 5 minutes`
    if token.kind == "word":
        after = piece.tokens.get(place + 1)
        if _is_option(piece, place - 1):
            return False  # `apt upgrade -y`
        if piece.word(place) in _AS and piece.word(place + 1) in _USERS:
            return True  # who runs it: no argument
        if (
            piece.word(place) in _MEANS
            and piece.word(place + 1) in _CALLS_IT | _ITS
            and not _ON_IT.search(_rest(piece, place))
        ):
            return True  # `with its size` says what it gets
        return (
            plain(token.value) in JOINS
            or _is_to_be_run(piece, place)
            or (plain(token.value) in _IN and after is not None and after.kind == "path")
        )
    alone = piece.text[token.end : token.end + 1].strip() == ""
    return token.kind == "mark" and token.value in STOPS and (alone or token.value in "()")


def _rest(piece: Piece, place: int) -> str:
    return piece.typed(piece.run_from(place))


def _is_to_be_run(piece: Piece, place: int) -> bool:
    """Whether prose goes on behind the command: `~/a.sh has to be executed`, `~/a.sh should run`."""
    if piece.word(place) not in _MUST:
        return False
    after = [piece.word(place + step) for step in (1, 2, 3)]
    run = next((step for step, one in enumerate(after, start=1) if one not in ("to", "be", "get")), 0)
    if not run or not piece.word(place + run).startswith(("run", "execut", "start", "call", "launch", "invok")):
        return False
    piece.used |= {*range(place, place + run + 1)}
    return True


def _before_on_it(piece: Piece, places: Sequence[int]) -> int:
    return next(at for at in range(1, len(places)) if _ON_IT.fullmatch(piece.typed(places[at:])))


def _behind(piece: Piece, place: int, *, has_file: bool) -> str:
    """The event's path, where `on it` stands behind the command."""
    after = piece.run_from(place)
    after = after[: next((at for at, one in enumerate(after) if one in piece.own), len(after))]
    after = after[next((at for at, one in enumerate(after) if one not in piece.used), 0) :]
    while after and piece.tokens[after[-1]].value in STOPS:
        after.pop()
    if not has_file or not _ON_IT.fullmatch(piece.typed(after)):
        return ""
    piece.used |= set(after)
    return EVENT_PATH
