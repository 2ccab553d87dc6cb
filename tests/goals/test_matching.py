"""Which templates a goal means: by words, with a reason, and sure only where nothing else fits as well."""

from dataclasses import dataclass

import pytest

from nomologi_tui.document.gallery import gallery
from nomologi_tui.goals.matching import matches, sure


@dataclass(frozen=True)
class One:
    slug: str
    words: tuple[str, ...]


DISK = One("disk", ("disk, hard drive", "full, runs out"))
BACKUP = One("backup", ("backup, back up", "disk, folder", "night"))


def test_every_group_that_was_said_counts_and_the_words_are_the_reason() -> None:
    [best, other] = matches("Tell me when the hard drive runs out, or the disk of the backup", [BACKUP, DISK])
    assert (best.slug, best.said, best.share) == ("disk", ("hard drive", "runs out"), 1.0)
    assert best.reason == "because you said hard drive, runs out"
    assert (other.slug, round(other.share, 2)) == ("backup", 0.67)
    assert sure([best, other]) == best


def test_without_what_it_is_about_nothing_matches() -> None:
    assert matches("the folder is full at night", [DISK, BACKUP]) == []
    assert matches("", [DISK]) == []


def test_two_that_fit_as_well_are_not_sure() -> None:
    twin = One("twin", DISK.words)
    assert sure(matches("the disk is full", [DISK, twin])) is None
    assert sure(matches("the disk", [DISK])) is None


def test_names_of_somebodys_things_say_nothing() -> None:
    assert matches("when a file appears in ~/disk/full run 'disk full' and {{ disk.full }}", [DISK]) == []


def test_a_web_address_counts_as_one() -> None:
    page = One("page", ("page, url", "changes"))
    [found] = matches("tell me when https://disk.example/full changes", [page, DISK])
    assert (found.slug, found.reason) == ("page", "because you said a web address, changes")


@pytest.mark.parametrize(
    ("goal", "slug"),
    [
        ("tell me when the NAS is almost full", "disk-nearly-full"),
        ("Sag mir wenn die Festplatte voll ist", "disk-nearly-full"),
        ("let me know when a new restic release comes out", "new-release"),
        ("back up ~/docs every night", "nightly-backup-checked"),
        ("warn me when my backup is older than two days", "backup-too-old"),
        ("notify me when the price falls below 100", "price-drop"),
        ("save the PDF attachments of invoice mails", "invoice-mails-to-folder"),
        ("remind me about the bins", "bin-day"),
        ("tell me when my website is offline", "website-down"),
        ("every day at 8 run 'df -h'", None),
        ("when a file appears in ~/Downloads run 'ls'", None),
        ("disk", None),
    ],
)
def test_goals_in_other_words(goal: str, slug: str | None) -> None:
    found = sure(matches(goal, gallery()))
    assert (found and found.slug) == slug


def test_a_long_text_is_no_trouble() -> None:
    assert matches("x " * 100_000 + "disk full", [DISK]) == []
