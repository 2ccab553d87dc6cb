"""Send a mail from a mailbox."""

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.files.transfer_form import pointed
from nomologi_tui.blocks.tools.mail.form import SendEmail
from nomologi_tui.blocks.tools.paths import fill_path


@action(
    "send_email",
    title="Send an email",
    effect=Effect.ONCE,
    says=(
        ("<send>|write|compose|get|receive|draft|drop|shoot … <mail>", {"_specific": True}),
        ("<send> … <email>", {"_specific": True}),
        ("<send> … report|status|template|reminder|notice|summary|list|update … <email>", {"_specific": True}),
        (
            (
                "email|mail|e-mail|maile|mailen <me>|<email>|it|them|summary|report|file|list|results|result|details|"
                "output|digest|link|copy|log|invoice|es|attachment|everyone|contents|pdf"
            ),
            {"_specific": True},
        ),
        ("<send>|get|receive … <mail> <message>|update|report|digest|summary|newsletter|forecast", {"_specific": True}),
        ("email|mail|e-mail|maile|mailen", {"_specific": True}),
        ("reply|answer|respond|forward … <mail>|<email>|sender|customer|customers|message|them", {"_specific": True}),
        ("auto-reply|autoreply|reply|antworte|beantworte|weiterleit~", {"_specific": True}),
        ("bundle|collect|gather|combine|batch|merge … <mail>|digest", {"_specific": True}),
        "via <mail>|inbox|mailbox|postfach|boite_mail|bandeja|gmail|outlook|sendgrid|smtp|mailgun|resend|brevo",
        "via <email>",
        "go_out|goes_out|go|goes|gets_sent|gehen|vont|van … <email>",
        "noun <mail>|newsletter|email_report",
        "leit~ … <email> … weiter",
        "repond~|responde~|antwort~ … expediteur|remitente|absender|mail|correo|courriel|email|cliente|client|kunde",
        (
            "tell|notify|alert|warn|inform|ping|page|remind|message|nudge|dm|benachrichtig~|informier~|erinner~|"
            "warn~|melde|sag|previens|avertis|informe|rappelle|avisa|notifica|recuerda <email>"
        ),
        "let <email> … know",
    ),
    example={"mailbox": "My mailbox", "to": ["ada@example.com"], "subject": "Backup", "text": "It is done."},
    gives=("to", "message_id", "bytes"),
)
async def send_email(config: SendEmail, ctx: ActionContext) -> dict[str, object]:
    """Send a mail to everybody or nobody. A value in it never is a header, another recipient or markup.

    It is tried again only when it certainly did not leave. In HTML only `{{ … }}` can stand, and its value is text.
    """
    import asyncio  # a goal that is only read needs none of it

    from nomologi_tui.blocks.tools.mail import write as tools
    from nomologi_tui.blocks.tools.mail.mailbox import smtp_of

    connection = ctx.connection(config.mailbox)
    login, markup = smtp_of(connection), tools.fill_markup(config.html, ctx.render)
    files = [fill_path(one, ctx.render, follow=False) for one in config.files]
    letter = tools.Letter(
        connection.config.address, config.to, config.cc, config.bcc, config.subject, config.text, markup, files,
        ctx.idempotency_key, ctx.clock.now(),
    )  # fmt: skip
    mail, addresses = await asyncio.to_thread(tools.written, letter)
    await tools.send(login, mail, addresses)
    return {"to": addresses, "message_id": str(mail["Message-ID"]), "bytes": len(mail.as_bytes())}


@send_email.words
def _words(config: SendEmail) -> str:
    return f"send “{' '.join(config.subject.split())}” by email to {' '.join(config.recipients().split())}"


@send_email.preview
async def _preview(config: SendEmail, ctx: ActionContext) -> str:
    files = f", with {', '.join(config.files)}" if config.files else ""
    return f"would {_words(config)} from “{config.mailbox}”{files}:\n{config.text}"


@send_email.touches
def _touches(config: SendEmail) -> list[Touch]:
    sends = Touch("send", f"an email from “{config.mailbox}” to {config.recipients()}")
    return [sends, *(Touch("read", pointed(one)) for one in config.files)]
