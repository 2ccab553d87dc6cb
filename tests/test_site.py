"""The website of the documentation: built without a network, and every link in it leads to something that is there."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from docs.site import ROOT, build
from tests.support import require_programs

ALONE = ("unshare", "--user", "--net")  # no network card but a loopback that is down
FETCHES = ("script", "link", "img", "iframe", "source", "use", "object")  # what a browser loads by itself


class Page(HTMLParser):
    """What a page can be linked to by, what it links to, and what it makes a browser load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors, self.links, self.loads = {""}, set[str](), set[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.anchors |= {found.get("id", ""), found.get("name", "")}
        target = found.get("href") or found.get("src") or found.get("data")
        if target is not None and found.get("rel") != "canonical":
            (self.loads if tag in FETCHES else self.links).add(target)


@cache
def _page(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_programs("unshare")
    return build(tmp_path_factory.mktemp("site"), through=ALONE)


def _dead(site: Path) -> Iterator[str]:
    for path in site.rglob("*.html"):
        for target in sorted(_page(path).links | _page(path).loads):
            parts = urlsplit(target)
            if parts.scheme or path.name == "404.html":  # which stands at no place of its own
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            is_page = there.suffix == ".html" and there.is_file()
            if not there.exists() or (is_page and unquote(parts.fragment) not in _page(there).anchors):
                yield f"{path.relative_to(site)}: {target}"


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    assert len(list(site.rglob("*.html"))) > 80
    assert list(_dead(site)) == []


def test_nothing_is_loaded_from_anywhere_else(site: Path) -> None:
    loads = {target for path in site.rglob("*.html") for target in _page(path).loads}
    styles = " ".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert {target for target in loads if urlsplit(target).netloc} == set()
    assert re.findall(r"url\([\"']?(?:https?:)?//[^)]*\)|@import[^;]*", styles) == []


def test_every_paper_for_readers_stands_in_the_navigation() -> None:
    nav: list[Any] = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "guide").glob("*.md")]
    assert sorted(_places(nav)) == sorted(str(path.relative_to(ROOT)) for path in papers)


def _places(nav: list[dict[str, Any]]) -> Iterator[str]:
    for entry in nav:
        for below in entry.values():
            yield from [below] if isinstance(below, str) else _places(below)


def test_a_link_that_leads_nowhere_stops_the_build(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "zensical.toml").write_text('[project]\nsite_name = "x"\ndocs_dir = "build/pages"\n', encoding="utf-8")
    (papers / "README.md").write_text("# One\n\n[two](two.md)\n", encoding="utf-8")
    with pytest.raises(ValueError, match="page does not exist"):
        build(tmp_path, papers)
