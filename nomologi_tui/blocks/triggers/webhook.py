"""A request from elsewhere."""

from collections.abc import AsyncIterator
from typing import Literal

from pydantic import BaseModel, Field, model_validator

from nomologi_tui.blocks import Event, PreviewContext, Secret, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.web.hook import new_token, request_data, try_it
from nomologi_tui.blocks.tools.web.signatures import Signing, own_mark, problem_with


class Webhook(BaseModel, extra="forbid"):
    token: str = Field(
        title="Token", description="The end of the webhook's address; made for you.", default_factory=new_token,
        examples=["dGhpcyBpcyBub3QgYSBzZWNyZXQ"], pattern=r"^[A-Za-z0-9_-]{22,128}$",
    )  # fmt: skip
    scheme: Literal["none", "standard", "github", "slack", "stripe", "hmac"] = Field(
        "none", title="Signature", description="How the sender signs; none: the token is enough.", examples=["github"]
    )
    secret: Secret = Field(
        "", title="Secret", description="The secret that the sender signs with.", examples=["env:HOOK_SECRET"]
    )
    header: str = Field(
        "X-Signature", title="Header", description="With hmac: the header that holds the signature.",
        examples=["X-Sign"],
    )  # fmt: skip

    @model_validator(mode="after")
    def _has_secret(self) -> "Webhook":
        if self.scheme == "none" or self.secret:
            return self
        raise ValueError("a signature needs the secret that you share with the sender")


@trigger(
    "webhook",
    title="When a web request comes",
    says=(
        (
            "via_http|over_http|by_http|by_url|by_link|with_link|via_link|via_url|per_link|per_url|par_http|por_http|"
            "by_opening_link"
        ),
        (
            "git_push|push_event|contact_form|web_form|webform|kontaktformular|formulaire_de_contact|"
            "formulario_de_contacto"
        ),
        "client|customer|kunde|cliente|buyer|guest & paie|zahlt|paga|bezahlt|pays|paid|books|bucht|cancels",
        (
            "webhook|web_hook|webhooks|web_request|my_hook|hook|http_call|json_post|rest_call|post_to_my_endpoint|"
            "url_is_called|http_post|on_post|post_request|http_request|incoming_request|callback_url|webhooks"
        ),
        "post|posts|calls|call|appelle|llama|aufgerufen|aufruft|hits & endpoint|url|hook|address|webhook|json",
        (
            "posts|post|posted|calls|called|call|sends|send|sent|fires|fired|pings|pinged|triggers|triggered|"
            "hits|notifies|reports|delivers|pushes|schickt|ruft|appelle|envoie|llama|envia & url|hook|hooks|"
            "endpoint|payload|json|api|http|request|requests|event|events|callback|token|alert|alerts"
        ),
        (
            "<service>|geofence|nfc_tag|nfc|slash_command|slack_command|discord_command|bot_command & "
            "calls|call|sends|send|fires|fire|posts|post|triggers|trigger|event|events|"
            "alert|alerts|webhook|reports|report|notifies|<new>|booking|meeting|error|command|scanned|sale|"
            "payment|message|says|starts|finishes|build|deploy|deployment|created|moved|updated|adds|added|"
            "download|grabbed|import|request|notification|recording|issue|push|tells|update|updates|pushes|closed|won"
        ),
        "webhook|web_hook|hook & says|say|said|reports|reported|contains|<fails>|<ends>|meldet|dit|dice|avisa",
        "<service> & <record>|donates|buys|subscribes|joins|signs_up",
        (
            "<record> & opened|created|labeled|labelled|closed|merged|moved|assigned|cancelled|canceled|cancels|"
            "cancel|won|lost|received|placed|paid|pays|<comes>|approved|rejected|requested|submit|submitted|fills|"
            "filled|shipped|abandoned|refunded|commented|eingeht|eingegangen|abgeschickt|bezahlt|storniert|soumis|"
            "payee|annulee|enviado|pagado|cancelado"
        ),
        "<new> … <record>",
        "<new> & form|survey|formular|formulaire|formulario",
        (
            "form|survey|questionnaire|quiz|poll|formular|umfrage|formulaire|sondage|formulario|encuesta & used|"
            "answers|answer|"
            "fill~|submi~|completed|sent|ausgefullt|rempli|rellen~"
        ),
        (
            "signup|sign_up|registration|checkout|order|booking|sale|payment|purchase|donation|refund & every|each|"
            "any|jede~|chaque|cada"
        ),
        "callback|call_back & provider|from|gateway|payment",
        "jedem|jeder|chaque|cada|every|each push|commit|merge",
        "on_push|on_pushes|on_merge|on_commit|on_pull_request",
        "hook|webhook|endpoint|http_endpoint|webhook_url & <comes>|reaches|received|request|requests|call|calls|get",
        "http_get|get_request|via_get|does_an_http|http_call_comes",
        "code|commits|tag|branch & pushed|push|pushes|merged|created|github|gitlab|gitea|repo|repository",
        (
            "shortcut|ios_shortcut|siri|ifttt|zapier|make.com|alertmanager|uptime_kuma|healthchecks|"
            "github_action|github_actions"
        ),
        (
            "pays|paid|checks_out|signs_up|signed_up|subscribes|unsubscribes|donates|books|registers & customer|"
            "user|someone|somebody|client|member|via|stripe|paypal|people"
        ),
        "called_from_outside|url … called|endpoint … called|request & <comes>|calls & url|hits & url",
        (
            "github|gitlab|gitea|bitbucket|repo|repository & tells|notifies|says|reports|push|pushed|pushes|star|"
            "starred|fork|forked|merge|merged|pull_request|issue|update|updates|commit|commits"
        ),
        "push … main|master|branch|repo|repository|github|gitlab",
        (
            "order|payment|form|survey|typeform|google_form|pull_request|issue|merge_request|checkout|"
            "subscription|donation|commit|code|ticket|formular|formulaire|formulario|pedido|commande|bestellung "
            "& <comes>|submit|submitted|placed|fills|filled|opened|paid|created|pushed|push|merged|assigned|"
            "commented|eingeht|abgeschickt|soumis|enviado|closed"
        ),
        (
            "url|link|address|qr_code|page_of_mine|button_on_my_site & opened|visited|clicked|scanned|hit|"
            "requested|invoked|pressed"
        ),
        (
            "external|outside|remote|another|third_party & system|service|app|program|script & calls|sends|posts|"
            "pings|tells|triggers|notifies"
        ),
        (
            "weather_station|esp|arduino|gateway|ci|backend|app|plugin|extension & pushes|posts|calls|sends|"
            "reports & data|json|reading|readings|event|events|payload|me|us"
        ),
        "callback|call_back|inbound|incoming & call|request|http|json|payload|data|event",
        "submits … form|form",
        "form & submission|submissions|responses|response|entries|entry",
        "thing <service>",
        "thing <record>",
        "post|put|http_post|request … <topic>",
        "post|put|request on|at|to|en|auf|an|sur <path>",
        "<record> & passee|passe|effectuee|realizado|realizada|aufgegeben|hecho|hecha",
        "bot|telegram|slack|discord|chat|matrix & command|slash_command",
        "<path> & is_called|called|gets_called|requested|aufgerufen|appele|llamado",
        (
            "formular|formulaire|formulario & abschickt|absendet|ausfullt|abgeschickt|envoie|remplit|envia|envie|"
            "rellena|rellene"
        ),
        "<service> & alarm|schlagt|meldet|signale|avisa|alerte|firing|alert",
        (
            "pull_request|merge_request|pr|kunde|client|cliente|nutzer|benutzer & gemergt|gemerged|anmeldet|"
            "registriert|s'inscrit|se_registra|se_registre|merged|fusionne"
        ),
        "i|we|you|someone|somebody|team & push|pushes|merge|merges|deploy|deploys",
    ),
    example={"token": "example-token-of-32-characters--", "scheme": "none"},
    gives=("body", "json", "headers", "query"),
)
async def webhook(config: Webhook, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start for each POST to its address. Later steps get body, json, headers and query."""
    signing = Signing(config.scheme, config.secret, config.header)
    async for request in ctx.requests(config.token):
        if problem := problem_with(signing, request.headers, request.body, ctx.clock.now().timestamp()):
            ctx.refuse(request, problem)
        else:
            mark = own_mark(signing, request.headers, request.body) or request.id
            yield Event(f"hook:{mark}", request_data(request, signing))


@webhook.words
def _words(config: Webhook) -> str:
    return "when a web request comes" + ("" if config.scheme == "none" else f", signed as {config.scheme}")


@webhook.preview
async def _preview(config: Webhook, ctx: PreviewContext) -> str:
    signing = Signing(config.scheme, config.secret, config.header)
    return try_it(ctx.webhook_url(config.token), signing, ctx.clock.now().timestamp())


@webhook.touches
def _touches(config: Webhook) -> list[Touch]:
    return [Touch("listen", "for web requests at its address")]
