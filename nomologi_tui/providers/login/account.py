"""Whose account a login is for, as the provider says: shown to a person, and decided by nobody."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.providers.login.service import Endpoints, Service
from nomologi_tui.text import clean_line, shorten

LONGEST = 100  # characters
# As OpenID Connect, GitHub (login) and Microsoft Graph call it; the first that says something.
_NAMES = ("login", "userPrincipalName", "email", "preferred_username", "upn", "name")


def named_in(claims: Mapping[str, Any]) -> str:
    """A name or an address; empty where there is none."""
    found = (clean_line(claims[name]).strip() for name in _NAMES if isinstance(claims.get(name), str))
    return shorten(next((one for one in found if one), ""), LONGEST)


def named_by(id_token: object, client_id: str) -> str:
    """Whom an id_token names that the provider itself gave us, which is why its signature is not asked for
    (OpenID Connect Core 3.1.3.7). Empty where it is none, or for another client.
    """
    parts = id_token.split(".") if isinstance(id_token, str) else []
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "==")) if len(parts) == 3 else {}
    except (binascii.Error, ValueError, RecursionError):
        return ""
    meant = claims.get("aud") if isinstance(claims, dict) else None
    ours = client_id in meant if isinstance(meant, list) else meant == client_id
    return named_in(claims) if ours else ""


async def asked(access: str, service: Service, endpoints: Endpoints, clock: Clock) -> str:
    """Whom the provider's page about a user names; empty where it has none, or names nobody. Raises BlockError."""
    from nomologi_tui.providers.login.asking import get

    if not endpoints.userinfo:
        return ""
    found = await get(endpoints.userinfo, service, clock, {"Authorization": f"Bearer {access}"})
    if found is None:
        raise BlockError(f"{service.host} has no page about the user.")
    return named_in(found) or shorten(clean_line(str(found.get("sub") or "")), LONGEST)
