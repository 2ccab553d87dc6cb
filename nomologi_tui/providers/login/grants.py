"""The three ways to tokens: a code typed elsewhere (RFC 8628), a code from a browser (RFC 6749, 7636), and renewal."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.providers.login.account import named_by
from nomologi_tui.providers.login.asking import NoAnswerError, RefusedError, post, tell
from nomologi_tui.providers.login.service import Endpoints, Service, checked
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.text import clean_line

INTERVAL, SLOWER, SLOWEST = 5.0, 5.0, 60.0  # seconds between two questions; more after `slow_down`, for good
CODE_HOLDS, CODE_LONGEST = 600.0, 1800.0  # seconds that a person has to type the code
UNSAID = 3600.0  # seconds that a token holds whose time can't be read
LONGEST = 365 * 86_400.0
_TOKEN = re.compile(r"[\x21-\x7e]+")  # what a header can hold
_DENIED = ("access_denied", "authorization_declined")  # the second is Microsoft's
_TOO_LATE = ("expired_token", "code_expired")


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person types where; `whole` is the address with the code in it. Times in seconds."""

    url: str
    code: str
    holds: float
    interval: float
    whole: str = ""
    secret: str = field(default="", repr=False)


async def start_device(service: Service, endpoints: Endpoints, clock: Clock) -> DeviceCode:
    """Raises BlockError where the provider offers no codes or its answer is unusable."""
    if not endpoints.device:
        raise BlockError(f"{service.host} offers no login by a code.", "Log in by a browser: --browser.")
    found = await post(endpoints.device, {"scope": " ".join(service.scopes)}, service, endpoints, clock)
    url, code, secret = (found.get(name) for name in ("verification_uri", "user_code", "device_code"))
    url = url or found.get("verification_url")  # Google's spelling
    if not (isinstance(url, str) and isinstance(code, str) and isinstance(secret, str) and 0 < len(code) <= 40):
        raise BlockError(f"{service.host} gave no code to type.", "Log in by a browser: --browser.")
    whole = found.get("verification_uri_complete")
    return DeviceCode(
        checked(url, service, "page for codes"),
        clean_line(code),
        min(_seconds(found.get("expires_in"), CODE_HOLDS), CODE_LONGEST),
        min(_seconds(found.get("interval"), INTERVAL), SLOWEST),
        checked(whole, service, "page for codes") if isinstance(whole, str) and whole else "",
        secret,
    )


async def await_device(device: DeviceCode, service: Service, endpoints: Endpoints, clock: Clock) -> Tokens:
    """The tokens, once the person has agreed; asks in the rhythm that the provider wants. Raises RefusedError."""
    fields = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": device.secret}
    ends, interval, trouble = clock.monotonic() + device.holds, max(device.interval, 1.0), ""
    while clock.monotonic() + interval < ends:
        await clock.sleep(interval)
        try:
            return tokens_in(await post(endpoints.token, fields, service, endpoints, clock), service, clock.now())
        except RefusedError as error:
            interval, trouble = _after_refusal(error, service, interval), ""
        except BlockError as error:
            if not (error.passing or isinstance(error, NoAnswerError)):
                raise
            interval, trouble = max(min(2 * interval, SLOWEST), error.retry_after or 0), error.message
    raise _too_late(service, trouble)


def _after_refusal(error: RefusedError, service: Service, interval: float) -> float:
    """The interval for the next question. Raises RefusedError where there is none."""
    if error.code == "authorization_pending":
        return interval
    if error.code == "slow_down":
        return interval + SLOWER
    if error.code in _DENIED:
        raise denied(service) from error
    raise (_too_late(service) if error.code in _TOO_LATE else error) from error


def denied(service: Service) -> RefusedError:
    """The person said no."""
    return RefusedError(f"The login at {service.host} was declined there.", "Log in again, and allow it.", _DENIED[0])


def _too_late(service: Service, trouble: str = "") -> RefusedError:
    """`trouble`: what was wrong with the last answer, which may have been the tokens."""
    words = f"The code of {service.host} has ended before anybody used it."
    if trouble:
        words = f"The code of {service.host} has ended, and whether it was used is not known: {trouble}"
    return RefusedError(words, "Log in again.", _TOO_LATE[0])


async def exchange(
    code: str, verifier: str, redirect: str, service: Service, endpoints: Endpoints, clock: Clock
) -> Tokens:
    """The tokens for the code that a browser came back with. Raises RefusedError, BlockError."""
    fields = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": redirect}
    return tokens_in(await post(endpoints.token, fields, service, endpoints, clock), service, clock.now())


async def renew(tokens: Tokens, service: Service, endpoints: Endpoints, clock: Clock) -> Tokens:
    """New tokens for `tokens.refresh`, which may be spent by that. Raises RefusedError, NoAnswerError, BlockError."""
    fields = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
    found = tokens_in(await post(endpoints.token, fields, service, endpoints, clock), service, clock.now())
    return replace(found, refresh=found.refresh or tokens.refresh)


async def revoke(tokens: Tokens, service: Service, endpoints: Endpoints, clock: Clock) -> None:
    """End a login at its provider (RFC 7009): the token that renews, with which the others go, or the only one.

    Raises BlockError where it could not be ended, RefusedError among them.
    """
    kind, token = ("refresh_token", tokens.refresh) if tokens.refresh else ("access_token", tokens.access)
    await tell(endpoints.revoke, {"token": token, "token_type_hint": kind}, service, endpoints, clock)


def tokens_in(found: Mapping[str, Any], service: Service, now: datetime) -> Tokens:
    """What an answer gives. Raises BlockError where it gives no token that can be sent."""
    access, kind = found.get("access_token"), found.get("token_type", "bearer")
    if not (isinstance(access, str) and _TOKEN.fullmatch(access)):
        raise BlockError(f"{service.host} gave no token.", "Try again later.", passing=True)
    if not (isinstance(kind, str) and kind.lower() == "bearer"):
        raise BlockError(f"{service.host} gave a token of a kind that is not known here; “bearer” is.")
    refresh, scope = found.get("refresh_token"), found.get("scope")
    return Tokens(
        access,
        now,
        _ends(found.get("expires_in"), now),
        refresh if isinstance(refresh, str) and _TOKEN.fullmatch(refresh) else "",
        tuple(clean_line(scope).replace(",", " ").split()) if isinstance(scope, str) and scope else service.scopes,
        named_by(found.get("id_token"), service.client_id),
    )


def _ends(said: Any, now: datetime) -> datetime | None:
    """When a token ends: not said or in the past is not known, unreadable is an hour, for ever is a year."""
    if said is None:
        return None
    seconds = _seconds(said, UNSAID, least=-math.inf)
    return now + timedelta(seconds=min(seconds, LONGEST)) if seconds > 0 else None


def _seconds(said: Any, otherwise: float, least: float = 0.0) -> float:
    """A number of seconds, also as text; `otherwise` where it is none, or less than `least`."""
    try:
        seconds = math.nan if isinstance(said, bool) or said is None else float(said)
    except (TypeError, ValueError, OverflowError):
        seconds = math.nan
    return otherwise if math.isnan(seconds) or seconds < least else seconds
