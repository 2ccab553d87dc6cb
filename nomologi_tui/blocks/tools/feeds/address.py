"""The address of a feed from what people write: `owner/repository` and the pages of GitHub and Codeberg have feeds."""

import re

from nomologi_tui.blocks.problems import check_port

_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,99}/[\w.-]{1,100}")
_PAGE = re.compile(
    r"https?://(?:www\.)?(github\.com|codeberg\.org)/([\w.-]+/[\w.-]+?)(?:\.git)?(/releases|/tags|/commits/[\w./-]+)?/?",
    re.IGNORECASE,
)
_ENDINGS = {"github.com": ".atom", "codeberg.org": ".rss"}
_SITES = ("settings", "orgs", "topics", "features", "login", "sponsors")  # of GitHub, before a name that is none


def feed_address(written: str) -> str:
    """A web address, of the releases where a repository was written. Raises ValueError for what is neither."""
    text = written.strip()
    if _REPOSITORY.fullmatch(text):
        text = f"https://github.com/{text}"
    page = None if text.endswith((".atom", ".rss")) else _PAGE.fullmatch(text)
    if page and page[2].partition("/")[0] not in _SITES:
        return f"https://{page[1].lower()}/{page[2]}{page[3] or '/releases'}{_ENDINGS[page[1].lower()]}"
    if not re.match(r"https?://[^\s/]", text):
        raise ValueError(
            f"“{written[:200]}” is neither a web address, which starts with http:// or https://, nor owner/repository"
        )
    return check_port(text)
