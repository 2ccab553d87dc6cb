"""A login in a browser: the address it is sent to, and what it may come back with (PKCE S256, state, issuer)."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from nomologi_tui.errors import BadInputError, BlockError
from nomologi_tui.providers.login.asking import RefusedError
from nomologi_tui.providers.login.grants import denied
from nomologi_tui.providers.login.service import Endpoints, Service
from nomologi_tui.text import clean_line, shorten

_AGAIN = "Log in again, and give the address of the page that this login led to."


@dataclass(frozen=True, slots=True)
class Attempt:
    """One login under way. `state` and `verifier` are good for it alone."""

    service: Service
    endpoints: Endpoints
    redirect: str
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)

    @property
    def address(self) -> str:
        """Where the browser is sent. Raises BlockError where the provider offers no such login."""
        if not self.endpoints.authorize:
            raise BlockError(f"{self.service.host} offers no login by a browser.", "Log in by a code: --device.")
        read = urlsplit(self.endpoints.authorize)
        asked = {
            **self.service.more, "response_type": "code", "client_id": self.service.client_id,
            "redirect_uri": self.redirect, "scope": " ".join(self.service.scopes), "state": self.state,
            "code_challenge": challenge(self.verifier), "code_challenge_method": "S256",
        }  # fmt: skip
        query = "&".join(part for part in (read.query, urlencode(asked)) if part)
        return urlunsplit((read.scheme, read.netloc, read.path, query, ""))

    def code_in(self, address: str) -> str:
        """The code in the address that the browser came back to.

        Raises BadInputError for an address of another login, RefusedError where the provider says no.
        """
        found = {name: values[-1] for name, values in _query(address).items()}
        if not compare_digest(found.get("state", "").encode(), self.state.encode()):
            raise BadInputError("That address does not belong to this login.", _AGAIN)
        self._check_issuer(found.get("iss"))
        if "error" in found:
            raise self._refusal(found)
        if not found.get("code"):
            raise BadInputError("That address holds no code.", _AGAIN)
        return found["code"]

    def _check_issuer(self, said: str | None) -> None:
        """Against a provider that hands out another one's code (RFC 9207)."""
        wanted = self.endpoints.issuer
        if (said is None and self.endpoints.says_issuer) or (said is not None and wanted and said != wanted):
            raise BadInputError(f"That answer does not come from {self.service.host}.", _AGAIN)

    def _refusal(self, found: dict[str, str]) -> RefusedError:
        code = shorten(clean_line(found["error"]), 60)
        if code == "access_denied":
            return denied(self.service)
        said = shorten(clean_line(found.get("error_description", "")), 300)
        return RefusedError(f"{self.service.host} refused the login ({code}{': ' if said else ''}{said}).", code=code)


def _query(address: str) -> dict[str, list[str]]:
    try:
        return parse_qs(urlsplit(address.strip()).query, max_num_fields=50)
    except ValueError:
        return {}


def challenge(verifier: str) -> str:
    """The proof that only who knows `verifier` can answer for."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
