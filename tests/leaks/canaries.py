"""Twelve secrets of different shapes, and a search for each of them in any bytes.

The spellings are written anew here, not taken from the program: one mistake shall not hide another.
"""

import base64
import html
import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path

CANARIES = {
    "api key": "sk-live-Qz7xV2mK9pLw4TnR8bYc",
    "bearer token": "ghp_Wj3kD9sLx0QeRtYuIoPzXcVbNm12",
    "basic password": "Blaue-Katze-7-Regenschirme",
    "mailbox password": "Postfach/Wort+Garten=31",
    "signing secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La",
    "env secret": "0f8fad5b-d9cb-469f-a165-70867728950e",
    "vault passphrase": "correct horse battery staple 42",
    "keyring secret": "AAEjRWeJq83vAQIDBAUGBwgJCgsMDQ4P",
    "pem key": "-----BEGIN KEY-----\nMIIBVgIBADANBgkqhkiG9w0B\nAQEFAASCAUAwggE8AgEAAkEA\n-----END KEY-----",
    "short password": "Zq81!pw7",
    "odd password": "p\"a's\\s/w&o=r+d%20<é>?#",
    "user password": "Ein langes Wort fuer Ada",
}
LEAST = 6  # bytes of a spelling that is searched for


def spellings(secret: str) -> set[bytes]:
    """Raw, hex, percent, form, JSON, repr, XML, base64 and base64url at each alignment, UTF-16, each line by itself.

    Percent, JSON and repr also as JavaScript and Go write them, and once more inside themselves.
    """
    raw = secret.encode()
    once = urllib.parse.quote(secret, safe="")
    text = json.dumps(secret, ensure_ascii=False)[1:-1]
    texts = {
        once, urllib.parse.quote(once, safe=""), urllib.parse.quote_plus(secret), raw.hex(), raw.hex().upper(),
        json.dumps(secret)[1:-1], text, repr(secret)[1:-1],
        urllib.parse.quote(secret, safe="!'()*-._~"), json.dumps(json.dumps(secret)[1:-1])[1:-1],
        text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"),
        html.escape(secret, quote=False), raw.decode("latin-1"), secret.replace("'", "'\\''"),
    }  # fmt: skip
    for shift in range(3):
        core = base64.b64encode(b"\0" * shift + raw)[(0, 2, 3)[shift] :].rstrip(b"=")[:-1].decode()
        texts |= {core, core.replace("+", "-").replace("/", "_")}
    lines = [line for line in secret.splitlines() if "KEY" not in line]
    found = {raw, secret.encode("utf-16-le"), *(text.encode() for text in texts), *(line.encode() for line in lines)}
    return {one for one in found if len(one) >= LEAST}


SPELLINGS = {name: spellings(secret) for name, secret in CANARIES.items()}


def leaks(place: str, data: bytes) -> list[str]:
    """`CANARY as SPELLING in PLACE` for each that is in `data`."""
    return [
        f"{name} as {spelling!r} in {place}: …{data[max(data.find(spelling) - 60, 0) : data.find(spelling)]!r}"
        for name, all_of_it in SPELLINGS.items()
        for spelling in all_of_it
        if spelling in data
    ]


def leaks_in(texts: Iterable[tuple[str, bytes]]) -> list[str]:
    """All of them in all of these."""
    return [leak for place, data in texts for leak in leaks(place, data)]


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every byte of every file: database, write-ahead log, journal, vault, crash reports."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()


_NAMED = re.compile(rb"NOMO_\d+=")


def processes(root: int) -> Iterator[tuple[str, bytes]]:
    """The arguments of `root` and of all below it, and the environment of those below.

    Without the variables by which a shell line gets the values that it names: that is where the user sends them. A
    child that has not become its program yet is still `root` itself, with its arguments and its environment.
    """
    own = Path(f"/proc/{root}/cmdline").read_bytes()
    yield f"/proc/{root}/cmdline", own
    for pid in _below(root):
        try:
            arguments = Path(
                f"/proc/{pid}/cmdline"
            ).read_bytes()  # first: what it is afterwards it may just have become
            parts = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:  # it has ended
            continue
        yield f"/proc/{pid}/cmdline", arguments
        if arguments != own:
            yield f"/proc/{pid}/environ", b"\0".join(one for one in parts if not _NAMED.match(one))


def _below(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for one in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(one.name)] = int((one / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found[1:]
