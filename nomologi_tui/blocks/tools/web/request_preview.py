"""What an HTTP request would send, before it is sent."""

from typing import Any, Protocol
from urllib.parse import urlencode

from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.tools.foretelling import with_text, with_values
from nomologi_tui.blocks.tools.web.request_form import check_json
from nomologi_tui.secrecy import hidden_under


class Wanted(Protocol):
    """The form's fields."""

    method: Any
    url: str
    headers: dict[str, str]
    query: dict[str, str]
    body: str
    body_type: Any
    connection: str


async def foretold(wanted: Wanted, ctx: ActionContext) -> str:
    """Method, address, headers and body as they would go out. Raises BlockError for a body that is not what it says."""
    query = urlencode({name: hidden_under(name, value) for name, value in wanted.query.items()})
    url = ctx.render(wanted.url).strip()
    whole = f"{url}{'&' if '?' in url else '?'}{query}" if query else url
    account = f" with the credential of “{wanted.connection}”" if wanted.connection else ""
    if wanted.body and wanted.body_type == "json" and "‹" not in wanted.body:  # a value that is still open
        check_json(wanted.body)
    said = with_values(f"would send {wanted.method} {whole}{account}", wanted.headers, "with the headers")
    return with_text(f"{said}\nwith the body" if wanted.body else said, wanted.body)
