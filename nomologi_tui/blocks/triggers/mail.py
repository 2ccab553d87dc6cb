"""A mail comes into a folder of a mailbox."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, LookContext, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.mail.form import Mails


@trigger(
    "mail",
    title="When a mail comes",
    says=(
        "<mail> & <comes>",
        (
            "<mail> & says|asks|subject|named|titled|tagged|forwarded|read|replied|reply|replies|answered|label|"
            "folder|contains|containing|attached|pdf|unread|starred|flagged|vom|betreff"
        ),
        ("customers|clients|people|someone|somebody|they & write|writes|mail|mails|email|emails & <email>|me|us"),
        "inbox|postfach|boite_mail|bandeja & summarize|summarise|my|new|triage|clean|sort",
        (
            "<email>|client|customer|mom|dad|school|landlord|accountant|colleague|boss|chef|chief|bank|teacher|"
            "kita|banque|banco|jefe|professor & writes|mails|emails|sends|replies|answers|contacts|responds|"
            "schreibt|schickt|meldet|ecrit|m'ecrit|envoie|repond|escribe|escriba|manda"
        ),
        (
            "<mail> & from|with|about|subject|labeled|labelled|label|containing|contains|mentions|attachment|"
            "attachments|marked|starred|unread|inbox|von|mit|betreff|postfach|de|avec|objet|con|asunto|da|pj|"
            "piece_jointe"
        ),
        "<new> … <mail>",
        (
            "daughter|son|mum|mother|father|brother|sister|wife|husband|tenant|supplier|vendor|lecturer|doctor|"
            "lawyer|neighbour|neighbor|friend|hr|"
            "insurance|court|tax_office|council|agency|recruiter|customer|kunde|kundin|vermieter|finanzamt|"
            "versicherung|lehrerin|mutter|vater|mere|pere|patron|client|mairie|proprietaire|cliente|madre|padre|"
            "profesor|ayuntamiento & "
            "writes|write|mails|mail|emails|replies|answers|schreibt|mailt|antwortet|ecrit|repond|escribe|responde|"
            "gets_in_touch|contacts"
        ),
        "<record> & <mail> & <comes>",
        "each|every|any|jede~|chaque|cada & <mail>",
        "<record> & <mail>",
        "anything|everything|whatever|alles|tout|todo & writes|mails|emails|schreibt|mailt|ecrit|escribe",
        (
            "<comes>|gets_back|get_back|contacts|answers|sends|gets_in_touch|arrives|arrive|comes|come|"
            "confirmations|meldet & "
            "by_mail|by_email|via_email|per_mail|par_mail|por_correo"
        ),
        "reply|answer|respond|triage|label|classify & customer|customers|support|enquiries|inquiries|applications",
        "<mail> & coming|bekomme|erhalte|recois|reciba|recibo|geschrieben|parser|bridge|forwarder|unread|gelesen",
        "mailed|emailed|wrote|has_written|hat_geschrieben|a_ecrit|ha_escrito|me_escribe|m'ecrit",
        "subject|subject_line|betreff|objet|asunto & says|contains|is|mentions|<quoted>|<starts>|enthalt|contient",
        "unread|attached|important|starred & message|messages|gmail|outlook",
        "invoices|receipts|statements|attachments|bills & by_mail|by_email|via_email|per_mail|in_my_inbox|par_mail",
        "writes|mails|emails|schreibt|ecrit|escribe|answers & me|us|to_me|mir|uns",
        "message|nachricht & <email>|inbox|gmail|outlook",
        "receipt|receipts|invoices & from|inbox|mail|amazon|arrive",
        (
            "inbox|mailbox|gmail|outlook|imap|postfach|posteingang|boite_mail|boite_de_reception|"
            "bandeja_de_entrada|bandeja|unread_emails|proton_mail & <new>|<comes>|message|messages|mail|email|"
            "unread|attachment|attachments|label|monitor|watch|check|from"
        ),
        "check|checks|fetch|read & <mail>|inbox|mailbox",
        (
            "<mail> & attachment|attachments|anhang|anhange|piece_jointe|pieces_jointes|adjunto|adjuntos|"
            "allegato|allegati|bijlage"
        ),
        "sender|boss|bank|client & mails|emails|writes|schreibt|ecrit|escribe",
        "emails|mails & me|us",
        "attachment|attachments|anhang|anhange|pieces_jointes|adjuntos|allegati",
        (
            "invoice|invoices|receipt|receipts|dmarc|newsletter|rechnung|facture|factura & <mail>|<comes>|inbox|"
            "gmail|reports|emailed"
        ),
        "emails|mails|newsletters",
        "<email>",
        (
            "confirmation|newsletter|statement|order_confirmation|shipping_confirmation|tracking_number|"
            "boarding_pass|contract|bill|quote|reminder_mail|bounce|out_of_office|mailing_list|message|letter|"
            "rechnung|facture|factura|bestatigung & <comes>|sends|sent|inbox|cc|cced|from|von"
        ),
        "inbox|postfach|cc'd|cced|bcc",
        "<email> & <comes>",
        "thing <mail>",
        "thing inbox|mailbox|gmail|outlook|imap|dmarc|invoices",
        "<mail> & sent|addressed|written|mailed",
        (
            "rechnungen|belege|quittungen|factures|recus|facturas|recibos|attachments|receipts|invoices & per_mail|"
            "by_mail|via_mail|par_mail|por_correo|per_e-mail|by_email|via_email|par_courriel|por_email"
        ),
        (
            "<mail> & triage|classification|classifier|sorting|parser|parsing|processing|responder|labeling|"
            "labelling|filter|filtering|categorization|agent|assistant|organizer|inbox|automation"
        ),
        (
            "someone|somebody|anyone|anybody|he|she|they|jemand|alguien|quelqu'un & replies|replied|reply|answers|"
            "answered|antwortet|repond|responde"
        ),
        "mailbox|inbox|postfach|boite|bandeja & gets|receives|has|bekommt|hat|recoit|recibe & <new>",
    ),
    example={"mailbox": "My mailbox", "subject": ["invoice"], "attachment": ["*.pdf"]},
    gives=("from", "from_name", "to", "subject", "date", "text", "attachments", "message_id", "size", "folder", "uid"),
)
async def mail(config: Mails, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each mail that comes, as soon as the server says so. Nothing is marked as read.

    Later steps get from, from_name, to, subject, date (UTC), text (HTML as plain text, up to 10,000 characters),
    attachments (each with name, type and size), message_id, size, folder and uid, which the other steps for mail take.
    Who a mail is from is what it says: anybody can write any sender. Mails that automations here sent do not count.
    """
    from nomologi_tui.blocks.tools.mail.events import events_of_mails  # with the libraries

    async for event in events_of_mails(config, ctx):
        yield event


@mail.words
def _words(config: Mails) -> str:
    return f"when {config.said()}"


@mail.preview
async def _preview(config: Mails, ctx: PreviewContext) -> str:
    begin = {"from now": "only mails that come from now on", "everything": "every mail that is there"}
    first = begin.get(config.first, f"the last {config.number} that fit")
    return f"would start for {config.said()} of “{config.mailbox}”; at the first start: {first}"


@mail.looks
async def _look(config: Mails, ctx: LookContext) -> str:
    from nomologi_tui.blocks.tools.mail.look import newest_mails

    return await newest_mails(config, ctx)


@mail.touches
def _touches(config: Mails) -> list[Touch]:
    return [Touch("read", f"the mails in {config.folder} of “{config.mailbox}”")]
