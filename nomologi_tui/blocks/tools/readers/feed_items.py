"""The items of an RSS, Atom or JSON feed. Run by `apart`, so it imports nothing of ours."""

import contextlib
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

MOST = 1000  # items of one feed
_TEXT = 4000  # characters
_ALTERNATE = re.compile(rb"<link[^>]+(?:application/(?:rss|atom)\+xml|application/feed\+json)[^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"href=[\"']?([^\"'\s>]+)", re.IGNORECASE)


def read(data: bytes, content_type: str = "", url: str = "") -> dict[str, Any]:
    """`title`, `items` as the feed has them, `broken` (why it is not well formed) and `other` (the feed of a page).

    `kind` is empty for what is no feed at all.
    """
    found = _json_feed(data) if data.lstrip()[:1] == b"{" else _xml_feed(data, content_type, url)
    found["items"] = _with_keys(found["items"][:MOST])
    return found


def _json_feed(data: bytes) -> dict[str, Any]:
    document: Any = None
    with contextlib.suppress(ValueError, RecursionError):
        document = json.loads(data)
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(document.get("version")):
        return {"kind": "", "title": "", "items": [], "broken": "", "other": ""}
    found = [_json_item(item) for item in items[:MOST] if isinstance(item, dict)]
    return {"kind": "json", "title": _text(document.get("title")), "items": found, "broken": "", "other": ""}


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors and isinstance(authors[0], dict) else {}
    tags = item.get("tags")
    content = next((item[name] for name in ("content_text", "summary", "content_html") if item.get(name)), "")
    return _item(
        guid=item.get("id", ""), link=item.get("url") or item.get("external_url", ""), title=item.get("title", ""),
        content=content, author=first.get("name", ""), published=item.get("date_published", ""),
        tags=tags if isinstance(tags, list) else [], media=_first(item.get("attachments"), "url"),
    )  # fmt: skip


def _xml_feed(data: bytes, content_type: str, url: str) -> dict[str, Any]:
    import feedparser

    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    found = feedparser.parse(data, response_headers=headers, sanitize_html=False, resolve_relative_uris=True)
    broken = found.get("bozo_exception") if found.get("bozo") else None
    wrong_charset = isinstance(broken, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType)
    return {
        "kind": found.get("version") or "",
        "title": _text(found.feed.get("title")),
        "items": [_xml_item(entry) for entry in found.entries[:MOST]],
        "broken": "" if broken is None or wrong_charset else str(broken)[:200],
        "other": "" if found.get("version") else _other(data),
    }


def _xml_item(entry: Any) -> dict[str, Any]:
    contents = [one.get("value", "") for one in entry.get("content", [])]
    return _item(
        guid=entry.get("id", ""), link=entry.get("link", ""), title=entry.get("title", ""),
        content=next(iter(contents), "") or entry.get("summary", ""), author=entry.get("author", ""),
        published=entry.get("published") or entry.get("updated", ""),
        tags=[tag.get("term") for tag in entry.get("tags", [])],
        media=_first(entry.get("enclosures"), "href") or _first(entry.get("media_content"), "url"),
    )  # fmt: skip


def _item(
    *, guid: Any, link: Any, title: Any, content: Any, author: Any, published: Any, tags: list[Any], media: Any
) -> dict[str, Any]:
    return {
        "guid": str(guid or "")[:2000],
        "link": _address(link),
        "media": _address(media),
        "title": _text(title)[:500],
        "text": _text(content)[:_TEXT],
        "author": _text(author)[:200],
        "published": _text(published)[:100],
        "tags": [_text(tag)[:100] for tag in tags[:20] if tag],
    }


def _address(link: Any) -> str:
    link = str(link or "")
    return link[:2000] if re.match(r"https?://", link, re.IGNORECASE) else ""


def _first(several: Any, name: str) -> Any:
    """What the first of several calls `name`: the file that comes with an item."""
    first = several[0] if isinstance(several, list) and several else None
    return first.get(name) if isinstance(first, dict) else None


def _with_keys(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each item once, with `keys`: by the first it is known. One guid for several links names none of them."""
    links: dict[str, set[str]] = {}
    for item in items:
        links.setdefault(item["guid"], set()).add(item["link"])
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        content = f"{item['title']}\0{item['text']}"
        names = [("guid", item["guid"]), ("link", item["link"]), ("hash", content)]
        if len(links[item["guid"]]) > 1:
            names = names[1:]
        keys = [_key(kind, name) for kind, name in names if name]
        extra = [_key("guid", item["guid"])] if item["guid"] else []
        found.setdefault(keys[0], {**item, "keys": list(dict.fromkeys([*keys[:2], *extra]))})
    return list(found.values())


def _key(kind: str, name: str) -> str:
    return hashlib.sha256(f"{kind}\0{name}".encode("utf-8", "replace")).hexdigest()[:16]


def _other(data: bytes) -> str:
    link = _ALTERNATE.search(data)
    address = _HREF.search(link[0]) if link else None
    return address[1].decode("ascii", "replace")[:500] if address else ""


class _Words(HTMLParser):
    """Collects the text between tags."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, *_: object) -> None:
        self.parts.append(" ")


def _text(markup: Any) -> str:
    """`markup` without its tags, on one line."""
    text = str(markup or "")[: 20 * _TEXT]
    if "<" in text or "&" in text:
        words = _Words()
        words.feed(text)
        words.close()
        text = "".join(words.parts)
    return " ".join(text.split())
