"""How senders sign a webhook's request, and whether a signature is right. All of them are HMAC-SHA-256."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

TOLERANCE = 300  # seconds that a signed time may differ from ours
_SECRET_HEADERS = (
    "authorization", "proxy-authorization", "cookie", "x-hub-signature", "x-hub-signature-256", "webhook-signature",
    "x-slack-signature", "stripe-signature",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signing:
    """`scheme`: none, standard, github, slack, stripe, hmac; `header` is where hmac finds the signature."""

    scheme: str
    secret: str = ""
    header: str = ""


def problem_with(signing: Signing, headers: Mapping[str, str], body: bytes, now: float) -> str:
    """Why the request is not to be trusted, for the log; empty when it is. Header names: lower case."""
    if signing.scheme == "none":
        return ""
    if not signing.secret:
        return "no secret is set to check the signature with"
    needed = [name for name in _needed(signing) if name not in headers]
    if needed:
        return f"the header {needed[0]} is missing"
    stamp = _stamp(signing, headers)
    if stamp is not None and not _is_recent(stamp, now):
        return "its time is more than 5 minutes away from ours, or is none"
    right = signed(signing, headers, body)
    given = headers[_needed(signing)[0]]
    return "" if any(_same(one, right) for one in _candidates(signing.scheme, given)) else "the signature is wrong"


def signed(signing: Signing, headers: Mapping[str, str], body: bytes) -> bytes:
    """The digest that the sender must have reached."""
    if signing.scheme == "standard":
        body = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    if signing.scheme == "slack":
        body = f"v0:{headers['x-slack-request-timestamp']}:".encode() + body
    if signing.scheme == "stripe":
        body = f"{_stamp(signing, headers)}.".encode() + body
    return hmac.digest(_key(signing), body, hashlib.sha256)


def sample_headers(signing: Signing, body: bytes, now: float) -> dict[str, str]:
    """Headers that a right sender would send with `body` at `now`."""
    stamp = str(int(now))
    if signing.scheme == "standard":
        headers = {"webhook-id": "msg_example", "webhook-timestamp": stamp}
        return headers | {"webhook-signature": "v1," + base64.b64encode(signed(signing, headers, body)).decode()}
    if signing.scheme == "slack":
        headers = {"x-slack-request-timestamp": stamp}
        return headers | {"x-slack-signature": f"v0={signed(signing, headers, body).hex()}"}
    if signing.scheme == "stripe":
        headers = {"stripe-signature": f"t={stamp}"}
        return {"stripe-signature": f"t={stamp},v1={signed(signing, headers, body).hex()}"}
    if signing.scheme == "none":
        return {}
    return {_needed(signing)[0]: f"sha256={signed(signing, {}, body).hex()}"}


def harmless_headers(signing: Signing, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that later steps may see: no credentials, no signature."""
    hidden = {*_SECRET_HEADERS, *_needed(signing)[:1]}
    return {name: value for name, value in headers.items() if name not in hidden}


def _needed(signing: Signing) -> tuple[str, ...]:
    """The headers that must be there, the signature's first."""
    return {
        "none": (),
        "standard": ("webhook-signature", "webhook-id", "webhook-timestamp"),
        "github": ("x-hub-signature-256",),
        "slack": ("x-slack-signature", "x-slack-request-timestamp"),
        "stripe": ("stripe-signature",),
        "hmac": (signing.header.lower(),),
    }[signing.scheme]


def own_mark(signing: Signing, headers: Mapping[str, str], body: bytes) -> str:
    """What tells a right request from all others, where its time is signed: a copy of it has the same. Else empty."""
    return signed(signing, headers, body).hex() if signing.scheme in ("slack", "stripe") else ""


def _stamp(signing: Signing, headers: Mapping[str, str]) -> str | None:
    """The time that is signed, as it came; None for a scheme without one."""
    if signing.scheme == "stripe":
        return next((one[2:] for one in _stripes(headers) if one.startswith("t=")), "")
    return headers.get({"standard": "webhook-timestamp", "slack": "x-slack-request-timestamp"}.get(signing.scheme, ""))


def _stripes(headers: Mapping[str, str]) -> list[str]:
    return [one.strip() for one in headers["stripe-signature"].split(",")]


def _key(signing: Signing) -> bytes:
    if signing.scheme == "standard":
        try:
            return base64.b64decode(signing.secret.removeprefix("whsec_"), validate=True) or signing.secret.encode()
        except binascii.Error:
            pass  # some senders use the text itself
    return signing.secret.encode()


def _is_recent(stamp: str, now: float) -> bool:
    return stamp.isascii() and stamp.isdigit() and len(stamp) < 15 and abs(now - int(stamp)) <= TOLERANCE


def _candidates(scheme: str, given: str) -> list[bytes]:
    """The digests that the header offers; what can't be read offers none."""
    if scheme == "standard":
        return [_unpacked(one[3:]) for one in given.split() if one.startswith("v1,")]
    if scheme == "hmac":
        text = given.strip().removeprefix("sha256=")
        return [_from_hex(text), _unpacked(text)]
    if scheme == "stripe":
        return [_from_hex(one[3:]) for one in _stripes({"stripe-signature": given}) if one.startswith("v1=")]
    mark = {"github": "sha256=", "slack": "v0="}[scheme]
    return [_from_hex(given.removeprefix(mark))] if given.startswith(mark) else []


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(one, other)
