"""What is told when nobody said what: the event in the user's own words, or what the action before made."""

from collections.abc import Sequence

# Words that say no more than that somebody wants to hear of it
TELLING = frozenset(
    "want wants wanted know hear told notification notifications alert alerts message push please should "
    "immediately at "
    "once asap quickly by with to on via nachricht sms telegram slack discord ntfy email mail will wissen handy aufs "
    "sofort phone monitor monitoring i i'd like need about".split()
)
# Something is watched so that somebody hears of it
WATCHED = frozenset(
    "monitor monitoring tracker tracking checker watcher watchdog detection detector alerts alert notification "
    "notifications alerting uberwachung surveillance monitoreo alertas alertes".split()
)
# Words for what an action made
RESULTS = frozenset(
    "how which output result results answer reply summary gist findings it ausgabe ergebnis ergebnisse antwort "
    "zusammenfassung resultat resultats sortie reponse resume resultado resultados salida respuesta resumen "
    "risultato".split()
)
_MADE = ("answer", "stdout", "text", "body", "payload", "value", "summary")  # what may be told as it is
_TELLING = (
    "line",
    "reason",
    "summary",
    "subject",
    "title",
    "name",
    "text",
    "state",
    "value",
    "payload",
    "body",
    "stdout",
)


def message_of(said: str, gives: Sequence[str], of: str = "event") -> str:
    """`The disk is full: {{ event.text }}`; empty where no event is told. `of`: what gives those values."""
    said = " ".join(said.split()).strip(" ,.:;!?")
    if not said:
        return ""
    value = next((name for name in _TELLING if name in gives), "")
    words = said if "://" in said.split()[0] else said[0].upper() + said[1:]
    words = words.replace("{{", "").replace("}}", "").replace("{%", "")
    return f"{words}: {{{{ {of}.{value} }}}}" if value else words


def result_of(source: str, gives: Sequence[str]) -> str:
    """`{{ steps.run_command.stdout }}`; empty where the source gives nothing that may be told as it is."""
    value = next((name for name in _MADE if name in gives), "")
    return f"{{{{ {source}.{value} }}}}" if value else ""
