"""A machine that is reached by SSH."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import Secret
from nomologi_tui.blocks.tools.ssh.login import Login, check_host_key
from nomologi_tui.clock import Clock
from nomologi_tui.providers.base import provider


class Ssh(BaseModel, extra="forbid"):
    host: str = Field(
        title="Host", description="The machine's name or address.", examples=["nas.local"],
        pattern=r"^[^\s/@\x00-\x1f]+$",
    )  # fmt: skip
    port: int = Field(22, title="Port", description="The port it listens on.", examples=["22"], gt=0, lt=65_536)
    user: str = Field(
        title="Name", description="The name you log in with.", examples=["ada"], pattern=r"^[^\s\x00-\x1f]{1,255}$"
    )
    key_file: str = Field(
        "", title="Key file", description="A file with a private key.", examples=["~/.ssh/id_ed25519"]
    )
    key: Secret = Field(
        "", title="Key", description="In place of a file: the private key itself.", examples=["env:SSH_KEY"]
    )
    passphrase: Secret = Field(
        "", title="Passphrase", description="The passphrase of the key.", examples=["env:SSH_PASSPHRASE"]
    )
    password: Secret = Field(
        "", title="Password", description="If there is no key. Without both: the SSH agent.",
        examples=["env:SSH_PASSWORD"],
    )  # fmt: skip
    host_key: Annotated[str, AfterValidator(check_host_key)] = Field(
        "", title="Host key", description="Empty: the key it shows now is kept and must stay.",
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
    from nomologi_tui.blocks.tools.ssh.connection import logged_in  # asyncssh costs 280 ms

    async with logged_in(config.login()) as connection:
        return f"{config.host} took it ({connection.get_extra_info('server_version')})."


@ssh.learns
async def _learn(config: Ssh) -> Mapping[str, str]:
    from nomologi_tui.blocks.tools.ssh.connection import host_key_of

    return {} if config.host_key else {"host_key": await host_key_of(config.login())}


@ssh.account
def _account(config: Ssh) -> str:
    return f"{config.user}@{config.host}"
