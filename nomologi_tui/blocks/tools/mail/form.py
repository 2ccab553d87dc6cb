"""The forms of the blocks for mail, and what they say; loads nothing of mail."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks.fields import ConnectionRef, Hint, Instead, Multiline, PathText, Serves, Template

UID, FOLDER = "{{ event.uid }}", "{{ event.folder }}"  # of the mail that came
Mailbox = Annotated[ConnectionRef, Serves(("mail",))]
Markup = Annotated[str, Hint("multiline")]  # left as typed: the block fills it in, so that no value becomes markup


class Mails(BaseModel, extra="forbid"):
    """Which mails count."""

    mailbox: Mailbox = Field(
        title="Mailbox", description="The mailbox that is watched.", examples=["My mailbox"], min_length=1
    )
    folder: str = Field(
        "INBOX", title="Folder", description="A folder of the mailbox.", examples=["Lists/News"], min_length=1
    )
    sender: list[str] = Field(
        [], title="From has", description="Only mails from one of these; @c.example is anybody there.",
        examples=["ada@b.example, @c.example"],
    )  # fmt: skip
    subject: list[str] = Field(
        [], title="Subject has", description="Only mails with one of these words in it.", examples=["invoice, receipt"]
    )
    attachment: list[str] = Field(
        [], title="With a file like", description="Only mails with such a file; empty: all.", examples=["*.pdf, *.zip"]
    )
    first: Literal["from now", "last", "everything"] = Field(
        "from now", title="At the first start", description="Which mails that are there already count as new.",
        examples=["last"],
    )  # fmt: skip
    number: int = Field(
        5, title="How many", description="With “last” above: how many count.", examples=["3"], ge=1, le=1000
    )

    def said(self) -> str:
        """Which mails, in words."""
        about = f" from {' or '.join(self.sender)}" if self.sender else ""
        about += f" with “{'” or “'.join(self.subject)}” in its subject" if self.subject else ""
        about += f" with a file like {' or '.join(self.attachment)}" if self.attachment else ""
        return f"a mail{about} comes" + (f" into {self.folder}" if self.folder.upper() != "INBOX" else "")


class SendEmail(BaseModel, extra="forbid"):
    """A mail that is written."""

    mailbox: Mailbox = Field(
        title="Mailbox", description="The mailbox that sends it.", examples=["My mailbox"], min_length=1
    )
    to: list[Template] = Field(
        title="To", description="One address or more.", examples=["ada@example.com"], min_length=1
    )
    cc: list[Template] = Field(
        [], title="Copy to", description="Addresses that everybody sees.", examples=["bob@example.com"]
    )
    bcc: list[Template] = Field(
        [], title="Hidden copy to", description="Addresses that nobody sees.", examples=["me@example.com"]
    )
    subject: Template = Field(
        title="Subject", description="The subject, in one line.", examples=["Backup of {{ event.due }}"]
    )
    text: Multiline = Field(
        "", title="Text", description="The mail as plain text.", examples=["It took {{ steps.run.seconds }} s."]
    )
    html: Markup = Field(
        "", title="HTML", description="The mail as HTML, sent beside the text.",
        examples=["<p>Done: <b>{{ event.name }}</b>"],
    )  # fmt: skip
    files: list[PathText] = Field(
        [], title="Files", description="Files that are attached.", examples=["~/reports/today.pdf"]
    )

    def recipients(self) -> str:
        """All of them, as typed."""
        return ", ".join([*self.to, *self.cc, *self.bcc])


class OneMail(BaseModel, extra="forbid"):
    """A mail that is there."""

    mailbox: Mailbox = Field(
        title="Mailbox", description="The mailbox with the mail.", examples=["My mailbox"], min_length=1
    )
    uid: Annotated[Template, Instead(UID)] = Field(
        "", title="Mail", description="The mail's number; empty: the mail that came.", examples=["{{ event.uid }}"]
    )
    folder: Annotated[Template, Instead(FOLDER)] = Field(
        "", title="In", description="The folder it is in; empty: where it came.", examples=["INBOX"]
    )

    @property
    def said(self) -> str:
        """Which one, in words."""
        which = f"the mail {' '.join(self.uid.split())}" if self.uid else "the mail that came"
        return which + (f" in {' '.join(self.folder.split())}" if self.folder else "")


class MoveMail(OneMail):
    to: Template = Field(title="To", description="The folder it is moved to.", examples=["Archive"], min_length=1)
    make_folder: bool = Field(
        False, title="Make the folder", description="Create the folder if it is missing.", examples=["yes"]
    )


class FlagMail(OneMail):
    mark: Literal["read", "unread", "starred", "not starred", "answered"] = Field(
        "read", title="As", description="What the mail becomes.", examples=["starred"]
    )


class SaveAttachments(OneMail):
    to: PathText = Field(
        title="To", description="The folder the files are saved in.", examples=["~/Invoices"], min_length=1
    )
    like: list[str] = Field(
        ["*"], title="Names like", description="Only files with such names.", examples=["*.pdf"], min_length=1
    )
    taken: Literal["number", "overwrite", "fail"] = Field(
        "number", title="If the name is taken", description="What to do when a file of that name exists.",
        examples=["overwrite"],
    )  # fmt: skip
    make_folders: bool = Field(
        False, title="Make folders", description="Create folders that are missing.", examples=["yes"]
    )
    most: float = Field(
        50, title="At most (MB)", description="More than this, all together, is refused.", examples=["200"], gt=0,
        le=10_000,
    )  # fmt: skip
