"""A machine that is reached by SSH."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import Secret
from nomologi_tui.blocks.tools.ssh_login import Login, check_host_key
from nomologi_tui.clock import Clock
from nomologi_tui.providers.base import provider


class Ssh(BaseModel, extra="forbid"):
    host: str = Field(title="Host", description="The machine.", examples=["nas.local"], pattern=r"^[^\s/@\x00-\x1f]+$")
    port: int = Field(22, title="Port", description="Where it listens.", examples=["22"], gt=0, lt=65_536)
    user: str = Field(title="Name", description="Who logs in.", examples=["ada"], pattern=r"^[^\s\x00-\x1f]{1,255}$")
    key_file: str = Field("", title="Key file", description="A private key.", examples=["~/.ssh/id_ed25519"])
    key: Secret = Field("", title="Key", description="A private key itself, instead.", examples=["env:SSH_KEY"])
    passphrase: Secret = Field("", title="Passphrase", description="Of the key.", examples=["env:SSH_PASSPHRASE"])
    password: Secret = Field(
        "", title="Password", description="If there is no key. Without both: the agent.", examples=["env:SSH_PASSWORD"]
    )
    host_key: Annotated[str, AfterValidator(check_host_key)] = Field(
        "", title="Host key", description="By which it is known. None: what it shows now is kept.",
        examples=["ssh-ed25519 SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s"],
    )  # fmt: skip

    def login(self) -> Login:
        """Who logs in where."""
        return Login(**self.model_dump())


@provider(
    "ssh",
    title="SSH",
    serves=("ssh",),
    example={"host": "nas.local", "user": "ada", "key_file": "~/.ssh/id_ed25519"},
)
async def ssh(config: Ssh, clock: Clock) -> str:
    """A machine that is reached by SSH, known by its host key; with a key, a password or the agent."""
    from nomologi_tui.blocks.tools.ssh import logged_in  # asyncssh costs 280 ms

    async with logged_in(config.login()) as connection:
        return f"{config.host} took it ({connection.get_extra_info('server_version')})."


@ssh.learns
async def _learn(config: Ssh) -> Mapping[str, str]:
    from nomologi_tui.blocks.tools.ssh import host_key_of

    return {} if config.host_key else {"host_key": await host_key_of(config.login())}


@ssh.account
def _account(config: Ssh) -> str:
    return f"{config.user}@{config.host}"
