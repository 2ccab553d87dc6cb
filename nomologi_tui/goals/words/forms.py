"""The forms of a word: without accents, and what it may be a form of."""

import unicodedata
from functools import cache

ENCLITICS = ("los", "las", "lo", "la")  # `muévelo`
_SHORTEST = 3  # letters of what is left of a word
_COMPOUND = 8
# German words that others are put before: `Rechnungsmails`, `Kellerfenster`
_TAILS = (
    "datei", "dateien", "ordner", "verzeichnis", "fenster", "licht", "lampe", "server", "dienst",
    "skript", "sicherung", "sicherungen", "platte", "temperatur", "sensor", "kalender", "nachricht",
    "nachrichten", "termin", "termine", "tabelle", "datenbank", "protokoll", "rechnung", "rechnungen", "anhang",
    "anhange", "drucker", "rechner", "seite", "meldung", "fotos", "bilder", "konferenz", "pumpe", "heizung",
)  # fmt: skip


@cache
def plain(word: str) -> str:
    """Lower case, without accents; ß as ss, one kind of apostrophe."""
    if word.isascii():
        return word.lower()
    text = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss").replace("\u2019", "'"))
    return "".join(one for one in text if not unicodedata.combining(one))


@cache
def stems(word: str) -> tuple[str, ...]:
    """What the word may be an English form of, or a Spanish verb with its object."""
    found = []
    if "'" in word:
        before, _, after = word.partition("'")
        found.append(after if len(before) < 3 else before)
    if len(word) > 3 and word.endswith("s"):
        found += [word[:-1]] + [
            word[: -len(end)] + base for end, base in (("es", ""), ("ies", "y")) if word.endswith(end)
        ]
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word[: -len(ending)]
            found += [base, base + "e"]
            if len(base) > 2 and base[-1] == base[-2]:
                found.append(base[:-1])
            if ending == "ed" and base.endswith("i"):
                found.append(base[:-1] + "y")
    if len(word) > _COMPOUND:
        found += [tail for tail in _TAILS if word.endswith(tail) and len(word) > len(tail) + _SHORTEST]
    found += [word[: -len(end)] for end in ENCLITICS if word.endswith(end) and len(word) > len(end) + _SHORTEST]
    return tuple(found)
