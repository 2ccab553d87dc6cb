import pytest

from nomologi_tui.blocks.fields import check, describe
from nomologi_tui.blocks.tools.feeds.address import feed_address
from nomologi_tui.blocks.tools.feeds.watch import FeedItems


@pytest.mark.parametrize(
    ("written", "address"),
    [("home-assistant/core", "https://github.com/home-assistant/core/releases.atom"),
     ("https://github.com/o/r", "https://github.com/o/r/releases.atom"),
     ("https://github.com/o/r.git", "https://github.com/o/r/releases.atom"),
     ("http://www.github.com/o/r/tags/", "https://github.com/o/r/tags.atom"),
     ("https://github.com/o/r/commits/main", "https://github.com/o/r/commits/main.atom"),
     ("https://codeberg.org/o/r.js/releases", "https://codeberg.org/o/r.js/releases.rss")],
)  # fmt: skip
def test_a_repository_stands_for_the_feed_of_its_releases(written: str, address: str) -> None:
    assert feed_address(written) == address
    assert feed_address(address) == address  # what is kept reads back as the same


@pytest.mark.parametrize(
    "address",
    ["https://example.com/o/r", "https://github.com/o/r/releases.atom", "https://github.com/o",
     "https://github.com/orgs/x", "http://git.local/o/r/releases.rss", "https://github.com.evil.org/o/r"],
)  # fmt: skip
def test_every_other_address_stays_as_it_is(address: str) -> None:
    assert feed_address(address) == address


@pytest.mark.parametrize("wrong", ["", "core", "a/b/c", "../etc", "/etc/passwd", "ftp://x/y", "a b/c"])
def test_what_is_neither_is_said_while_editing(wrong: str) -> None:
    assert "owner/repository" in check(FeedItems, {"url": wrong})[1]["url"]
    assert next(spec for spec in describe(FeedItems) if spec.name == "url").kind == "address"
