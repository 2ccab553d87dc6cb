"""Whom to log in at: the endpoints, typed once or found by the provider's own discovery document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, PrivateAttr, StringConstraints

from nomologi_tui.blocks.tools.web.bound import is_bound
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError

REDIRECT = "http://127.0.0.1/callback"
Redirect = Annotated[str, StringConstraints(pattern=r"^http://(127\.0\.0\.1|localhost)(:\d{1,5})?(/[\w./-]*)?$")]
_DOCUMENTS = ("{issuer}/.well-known/openid-configuration", "{origin}/.well-known/oauth-authorization-server{path}")


class LoggedIn(BaseModel, extra="forbid"):
    """The config of a kind that logs in. Its token is no field: nobody types it, whoever connects sets it."""

    _token: str = PrivateAttr("")

    @property
    def token(self) -> str:
        return self._token

    def with_token(self, token: str) -> None:
        self._token = token

    def bearer(self) -> dict[str, str]:
        """The header that it adds; none before the first login."""
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider is asked; empty where it offers no such thing."""

    token: str
    authorize: str = ""
    device: str = ""
    userinfo: str = ""  # who it is that logged in
    revoke: str = ""  # where a login is ended (RFC 7009)
    issuer: str = ""  # what it must call itself when it answers a browser (RFC 9207)
    says_issuer: bool = False  # it always says so
    secret_in_header: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """`address` was typed by a person: its host may be private, any other host must be public.

    Without `known` the endpoints are those of the discovery document below it. `more` are parameters of the request
    that a browser is sent to; `redirect` is where it comes back to, on a port that is free unless it names one.
    """

    address: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ()
    known: Endpoints | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    redirect: str = REDIRECT
    deadline: float = 10.0  # seconds for one answer

    @property
    def host(self) -> str:
        """For sentences."""
        return urlsplit(self.address).hostname or "the provider"

    async def endpoints(self, clock: Clock) -> Endpoints:
        """Raises BlockError where the provider can't be asked, or says what can't be."""
        return self.known or await _discovered(self, clock)


def own_page(url: str, hosts: Sequence[str]) -> str:
    """`url`, where a token may be sent there; else empty."""
    return url if url and is_bound(url, hosts) else ""


async def _discovered(service: Service, clock: Clock) -> Endpoints:
    from nomologi_tui.providers.login.asking import get  # loads httpx

    read = urlsplit(service.address.rstrip("/"))
    parts = {"issuer": read.geturl(), "origin": f"{read.scheme}://{read.netloc}", "path": read.path}
    for form in _DOCUMENTS:
        found = await get(form.format(**parts), service, clock)
        if found is not None:
            return _endpoints(found, service)
    raise BlockError(
        f"{service.host} has no discovery document below {service.address}.",
        "Give the issuer as its documentation names it, for example https://login.example.com/realms/home.",
    )


def _endpoints(found: Mapping[str, Any], service: Service) -> Endpoints:
    """The endpoints of a document, if it is the document of the one that was asked."""
    issuer = _text(found, "issuer")
    if issuer.rstrip("/") != service.address.rstrip("/"):
        raise BlockError(
            f"{service.host} answered as another provider: “{issuer[:200]}”.",
            "Give that one as the issuer if it is meant.",
        )
    methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Endpoints(
        checked(_text(found, "token_endpoint"), service, "token endpoint"),
        authorize=_optional(found, "authorization_endpoint", service),
        device=_optional(found, "device_authorization_endpoint", service),
        userinfo=_optional(found, "userinfo_endpoint", service),
        revoke=_optional(found, "revocation_endpoint", service),
        issuer=issuer,
        says_issuer=found.get("authorization_response_iss_parameter_supported") is True,
        secret_in_header=not (isinstance(methods, list) and "client_secret_post" in methods),
    )


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _optional(found: Mapping[str, Any], name: str, service: Service) -> str:
    return checked(_text(found, name), service, name.replace("_", " ")) if found.get(name) else ""


def checked(url: str, service: Service, what: str) -> str:
    """`url`, where it is a web address that is no less encrypted than the one that was typed. Raises BlockError."""
    try:
        read = urlsplit(url)
        good = bool(read.hostname) and url.isprintable() and " " not in url and read.username is None
    except ValueError:
        read, good = urlsplit(""), False
    if not good or read.scheme not in ("http", "https"):
        raise BlockError(f"{service.host} names a {what} that is no web address.", "Tell its operator.")
    if read.scheme == "http" and not service.address.startswith("http://"):
        raise BlockError(f"{service.host} names a {what} that is not encrypted (http).", "Tell its operator.")
    return url
