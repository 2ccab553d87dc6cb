"""Text and values of an HTML page. Run by `apart`, so it imports nothing of ours."""

import re

_CHARSET = re.compile(rb"charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_MOST = 200_000  # characters of text


def read(data: bytes, selector: str = "", charset: str = "") -> dict[str, object]:
    """`text`: the lines that a reader sees, within `selector` where one is given; `value`: that of its first match.

    `title`: the page's own.
    """
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(_decoded(data, charset))
    title = page.css_first("title")
    page.strip_tags(["script", "style", "noscript", "template"])
    found = page.css(selector) if selector else [page.body] if page.body else []
    texts = [_lines(one.text(separator="\n")) for one in found[:1000]]
    return {
        "value": " ".join(texts[0].split())[:_MOST] if texts else None,
        "text": "\n".join(texts)[:_MOST],
        "title": " ".join(title.text().split())[:1000] if title else "",
    }


def problem_with(selector: str) -> str:
    """Why `selector` can't be used; empty when it can."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        LexborHTMLParser("<p>").css(selector)
    except (SelectolaxError, ValueError) as error:
        return str(error)
    return ""


def _lines(text: str) -> str:
    return "\n".join(line for part in text.splitlines() if (line := " ".join(part.split())))


def _decoded(data: bytes, charset: str) -> str:
    named = _CHARSET.search(data[:2048])
    for name in (charset, named[1].decode("ascii") if named else "", "utf-8"):
        try:
            return data.decode(name or "utf-8", "replace" if name else "strict")
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")
