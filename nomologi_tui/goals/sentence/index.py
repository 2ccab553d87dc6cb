"""Which atoms of patterns a word may begin: learnt from the words of blocks, or read as docs/generate.py wrote it down.

`words.json` holds what is learnt of our own blocks. It says of which atoms and classes, so other words, a package's or
changed ones, are learnt at the first sentence, for some 20 ms. An entry is a text, looked into when its word is said:
`12 40:up_on <down>:to` means that the word is all of atom 12, of atom 40 when `up on` follows, of each atom that holds
the class `<down>` when `to` follows.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from nomologi_tui.goals.words.forms import plain, stems
from nomologi_tui.goals.words.vocabulary import CLASSES

WORDS = Path(__file__).with_name("words.json")

Entry = tuple[str, tuple[str, ...]]  # whose word it is, and the words that must follow


@dataclass(slots=True)
class Index:
    """Words belong to a class, or to the atom that names them itself: so a class is learnt once, whoever holds it.

    They are found by the first of them (`forms`), by how it begins (`begins`) or what it is a form of (`others`).
    `holders`: the numbers of the atoms that a class or a typed piece is of.
    """

    atoms: Sequence[str]
    holders: dict[str, list[int]] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    begins: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)

    def of(self, owner: str) -> Iterator[str]:
        """The atoms that an owner of words stands for; none of a class that nobody names."""
        numbers = self.holders.get(owner, ()) if owner.startswith("<") else (int(owner),)
        return (self.atoms[number] for number in numbers)

    def learn(self) -> None:
        """Find the words of all atoms."""
        for number, atom in enumerate(self.atoms):
            words = atom.replace("|", " ").split()
            for name in dict.fromkeys(word for word in words if word.startswith("<")):
                if name not in self.holders:
                    self.holders[name] = []
                    self._learn(name, plain(CLASSES.get(name[1:-1], "")).split())
                self.holders[name].append(number)
            self._learn(str(number), (word for word in words if not word.startswith("<")))

    def _learn(self, owner: str, alternatives: Iterable[str]) -> None:
        for words in alternatives:
            head, *rest = words.replace("-", "_").strip("_").split("_")
            entry = f"{owner}:{'_'.join(rest)}" if rest else owner
            if head.endswith("~"):
                _add(self.begins, head[:-1], entry)
                continue
            _add(self.forms, head, entry)
            if len(rest) == 1 and not rest[0].endswith("~"):  # `pg_dump` is also typed as one word
                _add(self.forms, f"{head}_{rest[0]}", owner)
            elif not rest and head.endswith(("ed", "ing")):
                for stem in stems(head):
                    _add(self.others, stem, entry)


@cache
def entries(text: str) -> tuple[Entry, ...]:
    """What stands at a word."""
    split = (one.partition(":") for one in text.split())
    return tuple((owner, tuple(rest.split("_")) if mark else ()) for owner, mark, rest in split)


def index_of(atoms: Sequence[str]) -> Index:
    """What words may begin these atoms, as it is written down where that is of the same."""
    stored = json.loads(WORDS.read_text(encoding="utf-8")) if WORDS.exists() else {}
    if stored.pop("of", "") == _mark(atoms):
        return Index(atoms, **stored)
    index = Index(atoms)
    index.learn()
    return index


def index_document(atoms: Sequence[str]) -> str:
    """What belongs into `words.json`: a line a table."""
    index = Index(atoms)
    index.learn()
    tables = {"of": _mark(atoms)} | {name: getattr(index, name) for name in ("holders", "forms", "begins", "others")}
    lines = [f"{json.dumps(name)}: {json.dumps(table, ensure_ascii=False)}" for name, table in tables.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _add(table: dict[str, str], word: str, entry: str) -> None:
    table[word] = f"{table[word]} {entry}" if word in table else entry


def _mark(atoms: Sequence[str]) -> str:
    """Tells which words an index is of."""
    said = "\n".join([*atoms, *CLASSES, *CLASSES.values()]).encode()
    return f"{len(said)}-{zlib.crc32(said):08x}"
