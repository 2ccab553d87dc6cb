"""Who wrote a mail that came."""

import pytest

from tests.goals.actions.test_acting import read


@pytest.mark.parametrize(("goal", "sender"), [
    ("when I get an email from Anna, tell me", ["Anna"]),
    ("on an email from Anna Berg tell me", ["Anna Berg"]),
    ("bei einer Mail von Frau Schulz benachrichtige mich", ["Schulz"]),
    ("whenever DHL mails me, ping my phone", ["DHL"]),
    ("when a mail from paypal arrives tell me", ["paypal"]),
    ("when a mail from bob@c.example arrives tell me", ["bob@c.example"]),
    ("when a mail arrives tell me", None),
])  # fmt: skip
def test_a_sender_may_be_called_by_name(goal: str, sender: list[str] | None) -> None:
    reading = read(goal)
    assert (reading.when[0].config.get("sender"), reading.not_understood) == (sender, ())


def test_who_is_only_described_is_asked_for() -> None:
    asked = {one.key: one.question for one in read("save the attachments of mails from my accountant to ~/Tax").missing}
    assert asked["when.1.sender"] == "From has? The address or name of “my accountant”."
