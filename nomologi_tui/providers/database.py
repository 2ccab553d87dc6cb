"""A database that steps ask and write to."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import Secret
from nomologi_tui.blocks.tools.databases.url import Database, check_url
from nomologi_tui.clock import Clock
from nomologi_tui.providers.base import provider


class DatabaseConfig(BaseModel, extra="forbid"):
    url: Annotated[str, AfterValidator(check_url)] = Field(
        title="Address", description="The database's address, without the password.",
        examples=["postgresql://ada@db.local/shop"],
    )  # fmt: skip
    password: Secret = Field(
        "", title="Password", description="The password of the name in the address.", examples=["env:DB_PASSWORD"]
    )

    def database(self) -> Database:
        """Where it is, with its password."""
        return Database(self.url, self.password)


@provider(
    "database",
    title="Database",
    serves=("database",),
    example={"url": "postgresql://ada@db.local/shop", "password": "env:DB_PASSWORD"},
)
async def database(config: DatabaseConfig, clock: Clock) -> str:
    """A database: SQLite, PostgreSQL, MySQL or MariaDB; all but SQLite by a driver that you install."""
    from nomologi_tui.blocks.tools.databases.database import version_of  # SQLAlchemy costs 200 ms

    found = config.database()
    return f"{found.name} took it ({await version_of(found)})."


@database.account
def _account(config: DatabaseConfig) -> str:
    return config.database().name
