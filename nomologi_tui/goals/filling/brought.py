"""What the words of an action name of what an event brings, or of the moment: `its name and size`, `the date`."""

from collections.abc import Mapping, Sequence

from nomologi_tui.goals.sentence.piece import Piece

# What something is called in a sentence, and which values that may be, the likeliest first
_CALLED: Mapping[str, tuple[str, ...]] = {
    "name filename names namen dateiname dateinamen nom nombre nome": ("name", "title", "unit"),
    "path filepath pfad chemin ruta": ("path",),
    "size filesize grosse dateigrosse taille tamano": ("size",),
    "title headline titel titre titulo titolo": ("title", "subject"),
    "link links url urls href lien enlace": ("link", "url"),
    "subject betreff objet asunto oggetto": ("subject",),
    "sender absender expediteur remitente mittente": ("from",),
    "author autor autorin auteur autora": ("author",),
    "line zeile ligne linea": ("line",),
    "value reading temperature humidity wert messwert temperatur feuchte valeur valor lectura temperatura humedad": (
        "value",
        "payload",
    ),
    "status": ("status", "state"),
    "state zustand etat estado": ("state", "status"),
    "reason grund raison motivo razon": ("reason", "error"),
    "error fehler fehlermeldung erreur error_message": ("error", "reason", "message"),
    "user username benutzer utilisateur usuario": ("user",),
    "ip address adresse direccion ip-adresse": ("from", "address"),
    "topic": ("topic",),
    "payload": ("payload", "body"),
    "body": ("body", "text", "payload"),
    "host hostname": ("host",),
    "image": ("image",),
    "folder ordner dossier carpeta": ("folder",),
    "output ausgabe sortie salida": ("stdout",),
    "mac": ("mac",),
    "location ort lieu lugar": ("location",),
}
_FIELDS = {word: fields for words, fields in _CALLED.items() for word in words.split()}
_MOMENTS = {
    word: (words.split()[0], f'{{{{ run.started | date: "{form}" }}}}')
    for words, form in (
        ("date day datum tag jour fecha dia data", "%Y-%m-%d"),
        ("time uhrzeit zeit heure hora ora", "%H:%M"),
        ("timestamp datetime zeitstempel horodatage", "%Y-%m-%d %H:%M:%S"),
    )
    for word in words.split()
}
_THE = frozenset(
    "the its their his her a an current new full exact today's todays actual der die das den dem des dessen deren "
    "ihren ihre seinen seine aktuelle aktuellen le la les l' l son sa ses el los las su sus del "
    "du actual actuelle".split()
)
_OF = frozenset("of von des de du del".split())
_AND = frozenset("and & , plus with und mit et avec y con e as well".split())


def values_named(piece: Piece, gives: Sequence[str]) -> dict[str, str]:
    """What stands in a row behind the verb, by its name: `name`: `{{ event.name }}`; the places are used.

    What is something else ends the row, and stays a word that was not understood.
    """
    return _row(piece, _behind_verb(piece, gives), gives, moments=True)


def values_told(piece: Piece, gives: Sequence[str]) -> dict[str, str]:
    """The same for a message, whose words stand behind who gets it: `me its size`.

    What an event says of itself is more than its bare value.
    """
    free = [place for place in piece.tokens if place not in piece.used and place not in piece.own]
    first = next((place for place in free if _begins(piece, place, gives)), None)
    named = [one for one in gives if one != "value" or "text" not in gives]
    return _row(piece, piece.run_from(first), named, moments=False) if first is not None else {}


def _begins(piece: Piece, place: int, gives: Sequence[str]) -> bool:
    """Whether a row of values begins here: an article and a name, none of what belongs to something else."""
    of = piece.word(place + 2) in _OF
    return piece.word(place) in _THE and bool(_value_of(piece.word(place + 1), gives, moments=False)) and not of


def _row(piece: Piece, places: Sequence[int], gives: Sequence[str], *, moments: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    row: list[int] = []
    for place in places:
        word = piece.word(place)
        value = _value_of(word, gives, moments=moments)
        if value:
            found.setdefault(*value)
        elif word not in _THE | _AND and not word.endswith("'s"):
            break  # `the file's name` is still a name
        row.append(place)
    while row and piece.word(row[-1]) in _THE | _AND:
        row.pop()
    if found:
        piece.used |= set(row)
    return found


def _behind_verb(piece: Piece, gives: Sequence[str]) -> list[int]:
    """The places behind the verb that nothing has used, up to the first that something has."""
    first = min(piece.own, default=-1)
    free: list[int] = []
    for place in sorted(piece.tokens):
        if place <= first or (place in piece.own and not _value_of(piece.word(place), gives, moments=True)):
            continue
        if place in piece.used and free:
            break
        if place not in piece.used:
            free.append(place)
    return free


def _value_of(word: str, gives: Sequence[str], *, moments: bool) -> tuple[str, str] | None:
    """What the word names: a name for it, and the template."""
    name = next((one for one in _FIELDS.get(word, ()) if one in gives), "")
    if name:
        return name, f"{{{{ event.{name} }}}}"
    return _MOMENTS.get(word) if moments else None
