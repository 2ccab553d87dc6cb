"""What looks like an action beside another one's words, and commands that stand there as one types them."""

from nomologi_tui.goals.finding.verbs import Deed, Verbs, acting_at, begins
from nomologi_tui.goals.sentence.patterns import Hit
from nomologi_tui.goals.sentence.sentence import Sentence

THAT = frozenset("that if whether ob dass si que".split())
_FILE_STATES = frozenset(
    "exists exist there present missing older newer larger smaller bigger empty existiert vorhanden fehlt alter leer "
    "existe manque vide falta vacio".split()
)


def typed_command(sentence: Sentence, verbs: Verbs, place: int) -> Deed | None:
    """A command as one types it, by the option behind its first word: `curl -s localhost`."""
    runs = next((pattern.block for pattern in verbs.by_atom.get("<script>", ())), None)
    tokens = sentence.tokens
    if runs is None or place + 2 >= len(tokens) or not begins(sentence, place) or tokens[place].kind != "word":
        return None
    if _is_line(sentence, place) or (tokens[place].value.endswith("ctl") and tokens[place + 1].kind == "word"):
        return Deed(runs, place, (), weight=2.0, typed=(place,))
    behind = tokens[place + 1].kind in ("path", "url", "host") and not acting_at(sentence, verbs, place)
    at = place + 1 + behind  # `find ~/x -delete`
    double = at + 2 < len(tokens) and tokens[at].value == tokens[at + 1].value == "-"  # `--all`
    if at + 1 + double >= len(tokens) or (double and tokens[at + 1].start != tokens[at].end):
        return None
    program, (dash, option) = tokens[place], (tokens[at + double], tokens[at + 1 + double])
    typed = (
        dash.value == "-" and tokens[at].start > tokens[at - 1].end and dash.end == option.start and option.value != "-"
    )
    written = dash.value == ">" and option.kind == "path" and place + 3 == len(tokens)  # `pg_dumpall > /b/all.sql`
    typed &= option.kind == "word"  # `every -5 minutes` is none
    if not (typed or written) or sentence.goal[program.start : program.end].istitle():
        return None
    return Deed(runs, place, (), weight=1.0, typed=(place,))


def _is_line(sentence: Sentence, place: int) -> bool:
    """Whether a line of a crontab goes on here by a command with signs of a shell: `@daily cd ~/x && ./y`."""
    cron = place == 1 and sentence.tokens[0].kind == "cron"
    rest = sentence.goal[sentence.tokens[place].start :]
    return cron and any(sign in rest for sign in ("&&", "||", ">>", " | ", " -", "2>"))


def is_amid(deed: Deed, last: Deed | None) -> bool:
    """Whether it is a program's name amid the words of another one: `restart the docker container api`."""
    return last is not None and "_whole" in deed.config and last.first < deed.first < max(last.own, default=0)


def is_adjective(sentence: Sentence, deed: Deed, last: Deed) -> bool:
    """Whether only a time lies between it and a verb that has no object yet: `lösche alle 2 Stunden leere Ordner`."""
    between = range(max(last.own, default=-1) + 1, deed.first)
    return bool(last.own and deed.own) and len(between) > 0 and sentence.in_time.issuperset(between)


def asks_for_state(sentence: Sentence, verb: Hit) -> bool:
    """Whether it is looked at what a file is, which a condition can: `verify every Sunday that ~/b exists`."""
    after = next((at for at in range(verb.end, len(sentence.tokens)) if at not in sentence.in_time), -1)
    named = 0 < after < len(sentence.tokens) - 1 and sentence.tokens[after + 1].kind in ("path", "quoted")
    named = named and any(sentence.word(at) in _FILE_STATES for at in range(after, len(sentence.tokens)))
    return named and sentence.watches(verb.first) > 0 and sentence.word(after) in THAT


def before_time(sentence: Sentence, place: int) -> int:
    """The place before `place`, and before the time that may stand there."""
    place -= 1
    while place in sentence.in_time:
        place -= 1
    return place
