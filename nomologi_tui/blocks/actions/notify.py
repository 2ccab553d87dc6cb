"""Tell a person something: here, or through one of the many services that apprise knows."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, BlockError, Effect, Level, Secret, Template, Touch, action
from nomologi_tui.blocks.tools import messages as tools


class Notify(BaseModel, extra="forbid"):
    message: tools.Message = Field(
        title="Message", description="What you are told.", examples=["The disk is almost full"]
    )
    title: Template = Field("", title="Title", description="A line above the message.", examples=["Backup"])
    to: Secret = Field(
        "", title="To", description="Addresses in Apprise's form; empty: this machine.",
        examples=["ntfy://ntfy.sh/topic"],
    )  # fmt: skip
    connection: tools.Recipients = Field(
        "", title="Connection", description="A connection for messages that it goes to as well.", examples=["My phone"]
    )
    level: Literal["info", "success", "warning", "failure"] = Field(
        "info", title="Kind", description="How much it matters.", examples=["warning"]
    )


@action(
    "notify",
    title="Send a message",
    effect=Effect.ONCE,
    says=(
        (
            "tell|notify|alert|warn|ping|page|text|inform|remind|message|nudge|dm|buzz|poke|whatsapp|telegram|"
            "sms|slack <me>|<channel>"
        ),
        "tell|notify|alert|warn|page|inform|remind|message|dm",
        "reply|answer|respond … <channel>|<chat>",
        "reply|answer|respond … <chat> <message>",
        "let … <me> & know",
        "let <me> know",
        "lass|lasst … wissen",
        "let … know",
        "give|send … call|ring|nudge|sign|buzz|word|signal|hint|beep",
        "shout|yell|holler|scream|complain|cheer|nag|bug|pester|squawk|beep",
        "call <me>",
        "put|leave|write … message|note|reminder|notice",
        "call|phone|ring <me>",
        "ring",
        "keep <me> posted|informed|updated",
        "give <me> heads_up|warning|notice|shout|alert",
        "<send> … <message>|<chat>|<channel>|reminder|announcement|greeting|report|it|summary|status",
        "send|forward|schick~|verschick~|envoi~|envia~|manda~|invia~|stuur|shout|give",
        ("post|publish|announce|report|share|forward|broadcast|push|drop|confirm|write … <chat>|<channel>|<message>"),
        "post|report|announce|confirm|broadcast",
        "drop|shoot|leave|give … line|note|shout",
        "get|receive|want|need … <message>|notified|alerted|reminded|informed|told",
        "be notified|alerted|warned|informed|told|reminded",
        (
            "raise|sound|show|display|pop_up|play|trigger|fire|create|issue … alarm|alert|notification|popup|"
            "sound|warning|toast|desktop_notification|reminder|banner|message|tts"
        ),
        "make … beep|ring|buzz|vibrate",
        "say|speak|announce|read … aloud|out_loud|speaker|sonos|alexa",
        "remind|erinner~|rappelle~|recuerd~|recordar~|ricordami|herinner",
        "sag|sage|melde|benachrichtig~|warn~|informier~|bescheid … <me>|<channel>|bescheid",
        "ask|quiz|congratulate|greet <me>",
        "sag|gib|gebe … bescheid",
        "melden|bescheid_geben|mitteilen|ansagen|vorlesen|anzeigen|einblenden",
        (
            "know|hear|notified|alerted|reminded|informed|told|warned|wissen|erfahren|savoir|saber|sapere|weten|"
            "beep|ring|buzz|say|wake <me>|about|if|when|of|phone|<quoted>"
        ),
        (
            "know|hear|notified|alerted|reminded|informed|told|warned|wissen|erfahren|savoir|saber|sapere|weten|"
            "beep|buzz"
        ),
        "pass|hand|relay … on|along",
        "ring … bell|bells",
        "send|push|text|give <me> … link|url|address <url>",
        "push|send|text|forward it|them|that|this … <me>|<device>",
        "send|give|shoot|drop|write <me> … <message>",
        "schreib|schreibe|escribeme|ecris-moi <me>",
        "an … denken",
        "say <quoted>",
        "say",
        "wake <me>",
        "benachrichtig~|warn~|informier~|melde|meldung|bescheid_geben|bescheid_sagen|alarmier~|erinner~",
        "previens|avertis|notifi~|alerte~|informe|dis|signale|prevenir|avertir|etre_prevenu|preven~",
        "avis~|notific~|alert~|inform~|dime|recuerda~|recordar~|advierte~|dimelo|ponme",
        "avvis~|notific~|ricord~|dimmi|informami|segnala|waarschuw|meld|laat & weten",
        ("via <chat>", {"_service": True}),
        ("via <device>", {"_device": True}),
        "via <channel>",
        "play|sound … sound|chime|beep|klaxon|siren",
        "noun <message>|alerting|alarm|notifier|reminders|benachrichtigungen|alarme|alertes|alertas|avisos",
        "<send> <me> … calendar|agenda|schedule",
        "lies … vor",
        "weck~|wecke|frag~|frage <me>",
        "klingle|klingeln|piepe|piepsen",
        "poste|posten|veroffentlich~|verkund~ … <chat>|<channel>|channel|kanal|gruppe",
        "teil|teile … mit",
        (
            (
                "wunsch~|souhaite~|desea~|wish|congratulate … <me>|morgen|nacht|geburtstag|nuit|journee|"
                "anniversaire|noches|cumpleanos|birthday|luck|goodnight|good_morning"
            ),
            {"_whole": True},  # what it says is told
        ),
        "fais|faire … signe",
        "reveille~|poste|postez|publie … moi|nous|canal|salon|<channel>|<chat>|groupe",
        "demande-moi|demande_moi|pregunta~|despierta~",
        "publica~ … canal|grupo|<channel>|<chat>",
        "have|make|let|get … announce|say|speak|read|play … speaker|alexa|sonos|assistant|<quoted>",
    ),
    example={"message": "The backup is done.", "title": "Backup"},
    gives=("message", "sent"),
)
async def notify(config: Notify, ctx: ActionContext) -> dict[str, object]:
    """Send a message to each address; without one, show it in the log and on the desktop where there is one."""
    config = config.model_copy(update={"message": tools.to_say(config.message)})
    addresses = tools.addresses_in(config.to) + tools.addresses_of(config.connection, ctx)
    if not addresses:
        await _tell_here(config, ctx)
    await tools.send_messages(addresses, config.message, config.title, config.level)
    return {"message": config.message, "sent": len(addresses) or 1}


async def _tell_here(config: Notify, ctx: ActionContext) -> None:
    ctx.log(": ".join(part for part in (config.title, config.message) if part))
    if desktop := tools.desktop_address():
        try:
            await tools.send_message(desktop, config.message, config.title, config.level)
        except BlockError as error:
            ctx.log(f"The desktop did not show it: {error.message}", Level.DEBUG)


@notify.words
def _words(config: Notify) -> str:
    return f"tell you “{' '.join(config.message.split())}” {'by message' if config.to or config.connection else 'here'}"


@notify.preview
async def _preview(config: Notify, ctx: ActionContext) -> str:
    where = tools.recipients(config.to, config.connection) or "the log and the desktop"
    return f"would send to {where}: {': '.join(part for part in (config.title, config.message) if part)}"


@notify.touches
def _touches(config: Notify) -> list[Touch]:
    return [Touch("send", f"a message to {tools.recipients(config.to, config.connection) or 'you, here'}")]
