"""A web address that goes down, comes back, slows, or shows something else."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.web.request_form import touches_of
from nomologi_tui.blocks.tools.web_checks.form import WebCheck


@trigger(
    "web_check",
    title="When a website goes down or changes",
    says=(
        ("diff|difference|differences|unterschied & <url>|website|page", {"events": ["text"]}),
        ("port & <opens>|<down>|closed|open|listens", {"events": ["down"]}),
        ("stock & <url> & back|<up>|available", {"events": ["value"]}),
        ("stock|product|tickets|item & back|again|available|wieder", {"events": ["value"]}),
        ("version|number|value|figure|headline|count|score|wert|zahl|valeur|valor & <url>", {"events": ["value"]}),
        ("thing version|number|value|figure|headline|count|score & <url>", {"events": ["value"]}),
        ("published|announced|released|veroffentlicht|publie|publicado & <url>", {"events": ["text"]}),
        (
            (
                "<url> & was_neues|etwas_neues|something_new|anything_new|quelque_chose_de_nouveau|algo_nuevo|"
                "is_different|anders"
            ),
            {"events": ["text"]},
        ),
        (
            (
                "website|site|page|webpage|homepage|web|url|server|api|endpoint|host|service|app|shop|blog|seite|"
                "webseite|website|serveur|site_web|pagina|sitio|web|servidor|sito|internet|connection|tunnel|vpn|"
                "cluster|domain|dns|nas|<url>|<host> & <down>"
            ),
            {"events": ["down"]},
        ),
        ("<gone> & from|von|aus|de & <web>", {"events": ["text"]}),
        ("text|content|contents|wording|inhalt|texte|contenu|texto|contenido & <changes>", {"events": ["text"]}),
        (
            "website|site|page|server|api|endpoint|host|seite|webseite|servidor|<url>|<host> & <up>",
            {"events": ["back"]},
        ),
        ("<slow> & <limit>", {"events": ["slow"]}),
        ("website|site|page|api|endpoint|server|seite|webseite|<url>|<host> & <slow>", {"events": ["slow"]}),
        ("<slow> & above|over|exceeds|high|higher|goes_up|degrades|too_high", {"events": ["slow"]}),
        (
            (
                "ssl|tls|https|certificate|certificates|cert|certs|zertifikat|zertifikate|certificat|certificats|"
                "certificado|certificados|certificato|lets_encrypt & <expires>|invalid|valid|ssl|check|days|tage|"
                "jours|dias"
            ),
            {"events": ["certificate"]},
        ),
        ("domain & <expires>", {"events": ["certificate"]}),
        (
            (
                "<url>|<host>|website|site|page|api|endpoint|url|server & status|status_code|returns|return|answers|"
                "responds|404|500|503|5|4|non|error|errors|200|health_check|healthcheck|antwortet|liefert|renvoie|"
                "devuelve"
            ),
            {"events": ["status"]},
        ),
        (
            (
                "broken_links|broken_urls|link_checker|broken_link|dead_links|http_status|status_code|"
                "health_endpoint|health_check|healthcheck|5xx|4xx"
            ),
            {"events": ["status"]},
        ),
        (
            (
                "price|prices|cost|fare|fares|rate|exchange_rate|preis|preise|prix|tarif|precio|precios|prezzo|"
                "prezzi|prijs|btc|bitcoin|eth|ethereum|crypto|stock_price|stock|share_price|kurs|cours|gold|dollar & "
                "<limit>|drop|drops|falls|fall|change|changes|below|under|rises|rise|lower|cheaper|alert|alerts|"
                "monitor|track|tracker|monitoring|tracking|watch|baje|baja|sube|sinkt|steigt|fallt|andert|baisse|"
                "augmente|scende|cambia|comparison|moves|hits|goes|unter|uber|sous"
            ),
            {"events": ["value"]},
        ),
        (
            (
                "on_sale|in_stock|back_in_stock|sold_out|out_of_stock|restock|restocks|restocked|discount|discounted|"
                "availability|for_sale|wieder_lieferbar|lieferbar|verfugbar|en_stock|en_promo|disponible|en_oferta|"
                "de_oferta|disponibile|in_offerta|becomes_available|appointment_available|slot_available|"
                "tickets_available"
            ),
            {"events": ["value"]},
        ),
        (
            (
                "ticket|tickets|slots|places|seats|entradas|billets|platze|karten|appointments|appointment|rooms & "
                "available|free|open|disponibles|libres|frei|haya|left"
            ),
            {"events": ["value"]},
        ),
        (
            (
                "product|tickets|ticket|item|slot|appointment|domain|article|produkt|produit|producto|prodotto|ps5|"
                "gpu|termin & available|verfugbar|stock|sale|disponible|discount|cheaper|free|frei|in_stock|sold"
            ),
            {"events": ["value"]},
        ),
        (
            (
                "website|site|page|webpage|content|text|seite|webseite|contenu|pagina|sitio|web|sito|wording|terms|"
                "policy|documentation|menu|timetable|listing|<url>|<host> & <changes>"
            ),
            {"events": ["text"]},
        ),
        ("website|site|page|webpage|seite|webseite & <new>", {"events": ["text"]}),
        (
            (
                "page|site|website|<url>|<host>|seite & contains|mentions|says|shows|lists|appears|word|text|keyword|"
                "enthalt|contient|contiene|dice"
            ),
            {"events": ["text"]},
        ),
        ("ping|pings & <host>|server|router|ip|host|machine|google|gateway|fails|timeout|url", {"events": ["down"]}),
        (
            "website|site|page|web|url|uptime|website_uptime & monitor|monitoring|tracker|checker|watchdog",
            {"events": ["down"]},
        ),
        ("page|website|site|seite|pagina|<url>|<host> & <limit>", {"events": ["value"]}),
        ("<url> & shows|says|reads|displays|zeigt|affiche|muestra & <limit>", {"events": ["value"]}),
        (
            (
                "cheaper|billiger|gunstiger|moins_cher|mas_barato|piu_economico|reduziert|goes_on_sale|price_drop|"
                "price_drops|se_libere|se_liberent|libere"
            ),
            {"events": ["value"]},
        ),
        ("thing price|prices|stock|preis|prix|precio", {"events": ["value"]}),
        (
            (
                "thing website|websites|site|sites|page|url|urls|api|endpoint|uptime|web_service|<url>|<host>|"
                "webseite|homepage|servers|ping"
            ),
            {"events": ["down"]},
        ),
        ("thing certificate|certificates|ssl|tls", {"events": ["certificate"]}),
        (
            (
                "<new> & job|jobs|listing|listings|offer|offers|apartment|flat|slot|slots|appointment|result|results|"
                "wohnung|stelle|angebot|termin|annonce|oferta|notice|product & <url>|<host>"
            ),
            {"events": ["text"]},
        ),
        ("<url> & say|doesn't_say|doesn't_return|not_ok|not_200|unhealthy", {"events": ["status"]}),
        ("on_sale|in_stock|back_in_stock|available_again|sold_out & <url>", {"events": ["value"]}),
        ("<url> & nouveautes|novedades|neuigkeiten|news|neues|differences|updates", {"events": ["text"]}),
        ("<url> & response|isn't|answer|replies", {"events": ["status"]}),
        ("<host>|<url> & resolve|resolves|resolving|dns|load|loads|loading", {"events": ["down"]}),
        (
            "any <down>",
            {"events": ["down"]},
        ),
        (
            "internet|connection|network|router|wifi|uplink|wan|verbindung|connexion|conexion & <up>",
            {"events": ["back"]},
        ),
        (
            "health_check|healthcheck|health_endpoint|probe & <fails>",
            {"events": ["down"]},
        ),
        (
            "pagina|page|web|sitio|site|seite|api & devuelve|renvoie|liefert|returns|gibt",
            {"events": ["status"]},
        ),
        (
            "internet|internet_connection|conexion|connexion|verbindung|router & <down>",
            {"events": ["down"]},
        ),
        (
            "stock|cita|termin|creneau|entradas|lieferbar & vuelve|wieder|haber|libre|frei|nouveau",
            {"events": ["value"]},
        ),
    ),
    example={"url": "http://localhost:8096/health", "every": "1 min"},
    gives=("kind", "reason", "url", "host", "status", "seconds", "days_left", "value", "before", "diff", "since"),
)
async def web_check(config: WebCheck, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Look again and again; start when it becomes so, once, and again only after it was not so in between.

    Later steps get kind (what it is), reason (in words), url, host, status, seconds, days_left of the certificate,
    value and the one before, diff of a text (up to 4,000 characters), and since when it is or was so. What was not
    seen is empty. A certificate is checked against the authorities that browsers trust, and your own in Trust also.
    """
    from nomologi_tui.blocks.tools.web_checks.watch import watch_web  # a goal that is only read needs none of it

    async for event in watch_web(config, ctx):
        yield event


@web_check.words
def _words(config: WebCheck) -> str:
    return f"when {config.shown_url} {config.said()}"


@web_check.preview
async def _preview(config: WebCheck, ctx: PreviewContext) -> str:
    from nomologi_tui.blocks.tools.web_checks.look import shown_look

    return await shown_look(config, ctx.clock)


@web_check.touches
def _touches(config: WebCheck) -> list[Touch]:
    return touches_of(config.url, config.connection)
