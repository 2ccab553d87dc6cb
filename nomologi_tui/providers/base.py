"""What a kind of connection is: a config model, where its secrets may go, and a test; declared by a decorator.

    class Token(BaseModel, extra="forbid"):
        token: Secret = Field(title="Token", description="What the service gave you.", examples=["abc"])
        hosts: Hosts = Field(title="Hosts", description="Where it may be sent.", examples=["api.example.com"])

    @provider("token", title="Token", serves=("http",), example={"token": "env:TOKEN", "hosts": ["api.example.com"]})
    async def token(config: Token, clock: Clock) -> str:
        '''A token in a header of its own.'''
        return await ask("https://api.example.com/me", config.hosts, {"X-Token": config.token}, clock)

    @token.hosts
    def _(config: Token) -> list[str]:
        return config.hosts

The function is the test: it logs in with the secrets and says in a sentence what it found. Raises CredentialError where
the other side refuses them, BlockError where it can't be reached, BadInputError where there is nothing to ask.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from pydantic import BaseModel

from nomologi_tui.clock import Clock
from nomologi_tui.providers.login.service import Service

Test = Callable[[Any, Clock], Awaitable[str]]
Hosts = Callable[[Any], Sequence[str]]
Headers = Callable[[Any], Mapping[str, str]]
Account = Callable[[Any], str]
Learn = Callable[[Any], Awaitable[Mapping[str, str]]]
Login = Callable[[Any], Service]
Fill = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(slots=True)
class Provider:
    """A declared kind of connection. `serves` says what steps use it for: http, mail, mqtt, …"""

    name: str
    title: str
    doc: str
    config: type[BaseModel]
    test: Test
    serves: tuple[str, ...] = ()
    example: dict[str, Any] = field(default_factory=dict)
    sends_to: Hosts | None = None
    adds: Headers | None = None
    belongs_to: Account | None = None
    learn: Learn | None = None
    logs_in: Login | None = None
    fill: Fill | None = None

    def hosts(self, function: Hosts) -> Hosts:
        """Declare where the secrets may be sent; nowhere without it."""
        self.sends_to = function
        return function

    def headers(self, function: Headers) -> Headers:
        """Declare the headers that it adds to an HTTP request."""
        self.adds = function
        return function

    def account(self, function: Account) -> Account:
        """Declare whose account it is, as people say it: a name or an address, nothing secret."""
        self.belongs_to = function
        return function

    def learns(self, function: Learn) -> Learn:
        """Declare what is asked of the other side before anything secret goes there: values of fields left open."""
        self.learn = function
        return function

    def fills(self, function: Fill) -> Fill:
        """Declare values that follow from others, by a table; `values` may be half typed. A person can change them."""
        self.fill = function
        return function

    def login(self, function: Login) -> Login:
        """Declare whom to log in at by OAuth 2; its config is a `LoggedIn`, which then has the token."""
        self.logs_in = function
        return function

    def hosts_of(self, config: BaseModel) -> tuple[str, ...]:
        """Where the secrets of `config` may be sent."""
        return tuple(self.sends_to(config)) if self.sends_to else ()

    def headers_of(self, config: BaseModel) -> Mapping[str, str]:
        """The headers that `config` adds to an HTTP request."""
        return self.adds(config) if self.adds else {}

    def account_of(self, config: BaseModel) -> str:
        """Whose account `config` is for; empty where nobody can tell."""
        return self.belongs_to(config) if self.belongs_to else ""

    async def learned(self, config: BaseModel) -> Mapping[str, str]:
        """What the other side shows of itself, for fields that `config` leaves open. Raises BlockError."""
        return await self.learn(config) if self.learn else {}

    def filled(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values for fields that `values` leave open."""
        found = self.fill(values) if self.fill else {}
        return {name: value for name, value in found.items() if values.get(name) in (None, "")}

    def fits(self, uses: Sequence[str]) -> bool:
        """Whether it serves one of `uses`, or is meant by its name; any fits where there are none."""
        return not uses or self.name in uses or bool(set(uses) & set(self.serves))


def provider(
    name: str, *, title: str, serves: tuple[str, ...] = (), example: dict[str, Any] | None = None
) -> Callable[[Test], Provider]:
    """Declare an async test as a kind of connection."""

    def declare(function: Test) -> Provider:
        first = next(iter(inspect.signature(function).parameters))
        config = get_type_hints(function)[first]
        return Provider(name, title, inspect.getdoc(function) or "", config, function, serves, example or {})

    return declare
