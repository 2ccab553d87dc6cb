"""Ask or tell a web server something."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Duration, Effect, Multiline, Template, Touch, Url, action
from nomologi_tui.blocks.tools.web import request_form as form
from nomologi_tui.blocks.tools.web.request_preview import foretold


class HttpRequest(BaseModel, extra="forbid"):
    method: form.Method = Field("GET", title="Method", description="The request's method.", examples=["POST"])
    url: Url = Field(title="Address", description="Where the request goes.", examples=["https://example.com/status"])
    headers: dict[str, Template] = Field(
        {}, title="Headers", description="Headers of the request.", examples=["Accept: a/b"]
    )
    query: dict[str, Template] = Field(
        {}, title="Query", description="Added to the address after “?”.", examples=["page: 2"]
    )
    body: Multiline = Field(
        "", title="Body", description="What the request sends.", examples=['{"text": {{ event.name | json }}}']
    )
    body_type: Literal["text", "json", "form"] = Field(
        "json", title="Type", description="How the body is sent.", examples=["form"]
    )
    expect: form.Expected = Field(
        "200-299", title="Good answers", description="Any other status is a failure.", examples=["200-299, 404"]
    )
    timeout: Duration = Field(
        30.0, title="Time limit", description="How long the whole request may take.", examples=["10 s"], gt=0, le=600
    )
    connection: form.Account = Field(
        "", title="Connection", description="The connection whose credential is sent.", examples=["GitHub"]
    )
    follow: bool = Field(True, title="Follow redirects", description="Follow up to 10 redirects.", examples=["no"])


@action(
    "http_request",
    title="Send an HTTP request",
    effect=Effect.ONCE,
    effect_of=form.effect_of_method,
    says=(
        (
            "noun to|into todoist|trello|jira|asana|clickup|hubspot|mailchimp|wordpress|mastodon|linkedin|facebook|"
            "crm|google_calendar"
        ),
        (
            "turn|convert|make|transform … into … task|tasks|todo|todos|ticket|tickets|card|cards|issue|issues|event|"
            "events"
        ),
        ("upload|send|post|push|submit|forward|relay|pass|redirect|mirror|deliver … <web>", {"method": "POST"}),
        "noun on|off|open|close|eco|up|down … via|through|with|by <web>",
        ("get|fetch|request|call|hit|ping|open|curl|visit|query|load|trigger|update … <url>", {}),
        ("post|send|push|submit|forward … <url>", {"method": "POST"}),
        (
            "send|post|push|forward|report|submit|deliver … api|endpoint|webhook|hook|influxdb|influx|"
            "pushgateway|prometheus|healthchecks|backend|rest_api|http|url|zapier|make|ifttt|node-red"
        ),
        (
            "call|trigger|hit|ping|invoke|query|curl … api|webhook|endpoint|url|healthcheck|build|pipeline|"
            "workflow|deploy_hook|dead_man|heartbeat|healthchecks"
        ),
        (
            "turn_on|turn_off|turn|switch|open|close|start|stop|trigger|arm|reboot|restart|update|enable|disable "
            "… via|through|with|by|at|post|get <url>"
        ),
        "send … request|webhook|http_request|heartbeat|api",
        ("post … webhook|api|endpoint", {"method": "POST"}),
        "fetch|grab|abruf~|hole|holen|appel~|llama~ … url|api|<url>|<host>",
        "rufe … auf",
        "fetch|retrieve|grab",
        (
            "create|add|open|file|make … issue|ticket|task|card|github_issue|jira_ticket|event|calendar_event|"
            "contact|lead|page|record|row_in_airtable|todo|to-do|deal|invoice|trello_card|notion_page|playlist|"
            "draft|post|incident|calendar_entry|aufgabe|termin|tache|tarea|evento"
        ),
        (
            "add|save|send|push|sync … watchlist|wishlist|reading_list|pocket|readwise|instapaper|todoist|"
            "trello|notion_database|airtable|"
            "hubspot|crm|salesforce|mailchimp|spotify|playlist|linkding|raindrop|karakeep|shopping_list|"
            "todo_list|to-do_list|calendar|google_calendar|pipedrive|mealie|sonarr|radarr|linear|asana|clickup|"
            "baserow|nocodb|supabase|pinecone|vector_store"
        ),
        (
            "tweet|toot|publish|crosspost|cross-post … twitter|x|mastodon|linkedin|wordpress|facebook|instagram|"
            "bluesky|medium|ghost|youtube|tiktok|blog"
        ),
        "post|share … twitter|x|mastodon|linkedin|facebook|instagram|bluesky|reddit|wordpress|social_media",
        "tweet|toot",
        "<act> … via|through|with|by|using|per post|get|put|request|http_request|http|webhook|rest|api|curl",
        "get|put|patch|post|head <web>",
        "fetch|abrufen|holen",
        "delete <web>",
        "ask|query|consult <web>",
        "frag~ <url> … ab",
        "sende~|schick~|envoie~|fais|haz|envia~|mach|mache … post|request|requete|peticion|anfrage|get <url>",
        "pinge|interroge~|recuper~|consulta~|abfrag~ <url>",
        "los|lose … webhook|api|endpoint … aus",
        "noun request|requests|http_request|http_requests|get_request|post_request",
    ),
    example={"method": "GET", "url": "https://example.com/status", "timeout": "10 s"},
    gives=("status", "body", "json", "headers", "url", "seconds", "cut"),
)
async def http_request(config: HttpRequest, ctx: ActionContext) -> dict[str, object]:
    """Send a request; later steps get status, headers, body (up to 1 MB), json, seconds and url."""
    from nomologi_tui.blocks.tools.web.http import Call, send  # httpx costs 100 ms

    url, host = ctx.render(config.url).strip(), form.typed_host(config.url)
    headers, body = form.headers_of(config, ctx, url), config.body.encode("utf-8", "replace")
    call = Call(config.method, url, host, headers, config.query, body, config.timeout, config.follow)
    answer = await send(call, clock=ctx.clock)
    form.check_status(answer, config.expect, config.method, host or "The server", config.connection)
    return answer


@http_request.words
def _words(config: HttpRequest) -> str:
    return f"{'fetch' if config.method == 'GET' else config.method} {config.url}"


@http_request.touches
def _touches(config: HttpRequest) -> list[Touch]:
    return form.touches_of(config.url, config.connection)


http_request.preview(foretold)
