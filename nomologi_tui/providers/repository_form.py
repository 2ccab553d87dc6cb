"""What a repository for backups is told: where it is, its password, and what opens the place that it is kept in."""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from nomologi_tui.blocks import ConnectionRef, Secret, Serves
from nomologi_tui.blocks.fields import has_template
from nomologi_tui.blocks.problems import MissingError
from nomologi_tui.blocks.tools.backup.form import check_target
from nomologi_tui.blocks.tools.backup.place import STORAGES, Place, storage_of
from nomologi_tui.providers.borrower import Borrower


def _check_address(to: str) -> str:
    if not to:
        raise ValueError("it needs an address, or a folder")
    if has_template(check_target(to)):
        raise ValueError("a connection's address takes no values")
    if urlsplit(to.partition(":")[2]).password:
        raise ValueError("an address holds no password; it has a field of its own")
    return to


class Repository(Borrower):
    tool: Literal["restic", "borg"] = Field(
        "restic", title="Program", description="The program that the repository is of.", examples=["borg"]
    )
    to: Annotated[str, AfterValidator(_check_address)] = Field(
        title="Address", description="The repository, as the program writes it.",
        examples=["s3:https://s3.example.com/backups"],
    )  # fmt: skip
    password: Secret = Field(
        "", title="Password", description="The repository's password.", examples=["env:RESTIC_PASSWORD"]
    )
    key_id: str = Field(
        "", title="Key's id", description="The id or name of the storage's key.", examples=["AKIAEXAMPLE"],
        pattern=r"^[^\s\x00-\x1f]*$",
    )  # fmt: skip
    key: Secret = Field(
        "", title="Key", description="The storage's key (S3, B2, Azure, REST).", examples=["env:S3_KEY"]
    )
    region: str = Field("", title="Region", description="The region of S3.", examples=["eu-1"], pattern=r"^[\w-]*$")
    machine: Annotated[ConnectionRef, Serves(("ssh",))] = Field(
        "", title="Machine", description="An SSH connection; the address is a folder there.", examples=["NAS"]
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if bool(self.key) != bool(self.key_id):
            missing = "key_id" if self.key else "key"
            raise MissingError(missing, "the key's id and the key belong together")
        if self.key and not (self.tool == "restic" and storage_of(self.to)):
            raise ValueError(f"a key is for restic and an address that begins with {', '.join(STORAGES)}")
        if self.machine and ":" in self.to:
            raise ValueError("on a machine the address is a folder, such as /srv/backup")
        return self

    def place(self) -> Place:
        """Where it is, with what opens it. A machine is known once it was lent."""
        machine = self.lent("machine")
        return Place(
            self.tool, self.to, self.password, self.key_id, self.key, self.region, machine.login() if machine else None
        )
