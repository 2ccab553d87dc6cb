"""Where and as whom an SSH connection logs in, and the key by which the machine itself is known."""

import re
from dataclasses import dataclass, field

_HOST_KEY = re.compile(r"(?:(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) )?(SHA256:[A-Za-z0-9+/]{43})")
_RSA = ("rsa-sha2-512", "rsa-sha2-256")  # how a key of the kind ssh-rsa signs; SHA-1 is not taken
_IN_ONE_LINE = re.compile(r"(-----BEGIN [A-Z ]+-----)([A-Za-z0-9+/= ]+)(-----END [A-Z ]+-----)")


@dataclass(frozen=True, slots=True)
class Login:
    """Who logs in where. Without a password and a key an agent is asked. `host_key`: as `check_host_key` takes it."""

    host: str
    port: int
    user: str
    host_key: str
    password: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    key_file: str = ""
    passphrase: str = field(default="", repr=False)


def check_host_key(text: str) -> str:
    """`text` when it is a fingerprint, with the kind of key before it or not; or nothing. Raises ValueError."""
    if text and not _HOST_KEY.fullmatch(text):
        raise ValueError(f"“{text[:60]}” is not a fingerprint; it looks as ssh-ed25519 SHA256:… does")
    return text


def fingerprint_in(host_key: str) -> str:
    """`SHA256:…` of a host key that was checked."""
    return host_key.rpartition(" ")[2]


def algorithms_for(host_key: str) -> tuple[str, ...]:
    """By which algorithms the machine may prove that it has that key; any where its kind is not said."""
    kind = host_key.rpartition(" ")[0]
    return _RSA if kind == "ssh-rsa" else (kind,) if kind else ()


def unfolded(key: str) -> str:
    """A private key with its line breaks, also where it was typed in one line: with spaces or `\\n` for them."""
    found = _IN_ONE_LINE.fullmatch(key.replace("\\n", " ").strip())
    if found is None:
        return key
    begin, body, end = found.groups()
    return "\n".join((begin, *body.split(), end, ""))
