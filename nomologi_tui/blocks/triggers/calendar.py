"""An event of a calendar starts or ends, or will soon."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.calendars.form import Calendar, calendar_words
from nomologi_tui.blocks.tools.calendars.watch import events_of_calendar, shown_calendar
from nomologi_tui.blocks.tools.web.request_form import touches_of


@trigger(
    "calendar",
    title="When an event of a calendar starts",
    says=(
        (
            "agenda|schedule|calendar|meetings|appointments|termine|rendez-vous|citas & today|tomorrow|day|next|"
            "upcoming|heute|morgen"
        ),
        (
            "before & meeting|meetings|appointment|appointments|event|events|call|calls|interview|lesson|class|"
            "booking|standup|review|retro|retrospective|planning|demo|flight|exam|lecture"
        ),
        (
            "booking|rehearsal|webinar|conference|flight|exam|session|gig|match|reservation & before|calendar|"
            "<starts>|vor|avant|antes"
        ),
        "have|having|in|during|wahrend|pendant|durante & meeting|meetings|appointment|besprechung|reunion",
        (
            "event|meeting|appointment|invite|invitation|termin|reunion|"
            "cita & <new>|cancelled|canceled|moved|rescheduled|"
            "upcoming|abgesagt|annulee|cancelada"
        ),
        (
            "<limit>|minutes|min|minuten|hour|hours|stunde & before|vor|avant|antes & event|meeting|appointment|call|"
            "termin|"
            "reunion|cita|lesson|class|standup|shift"
        ),
        "calendar|kalender|calendrier|calendario|agenda|ical|ics|caldav|google_calendar",
        (
            "calendar|kalender|calendrier|calendario|agenda|ical|ics|caldav & event|events|appointment|meeting|"
            "entry|birthday|birthdays|<new>|<starts>|<ends>|<changes>|says|today|tomorrow|reminder"
        ),
        (
            "event|meeting|appointment|call|shift|lesson|class|standup|interview|termin|termine|besprechung|"
            "meeting|rendez-vous|reunion|cita|evento|riunione|appuntamento|afspraak & <starts>"
        ),
        (
            "event|meeting|appointment|call|shift|lesson|class|holiday|birthday|termin|besprechung|rendez-vous|"
            "reunion|cita|evento & before|vor|avant|antes|called|named|reminder|tomorrow|prior|my|next|every"
        ),
        "event|meeting|appointment|termin|evento & called|named|titled|about|mit",
        ("event|meeting|appointment|termin|besprechung|reunion|evento & <ends>", {"when": "ends"}),
        "birthday|birthdays|anniversary|anniversaries|geburtstag|anniversaire|cumpleanos|compleanno",
        (
            "birthday|birthdays|geburtstag|geburtstage|anniversaire|cumpleanos & today|<comes>|reminder|"
            "reminders|tomorrow|before|contacts|someone|vor|hat"
        ),
        (
            "bin_day|bin_collection|garbage_day|trash_day|bin_collection_calendar|mullabfuhr|mulltonne & before|"
            "evening|tomorrow|vor"
        ),
        "minutes|minute|min|hour|hours & before & calendar|agenda",
        "thing calendar|calendars|appointments|meetings|birthdays|agenda|kalender",
        (
            "minutes|minute|min|minuten|hour|hours|stunde|stunden|heure|heures|minutos|hora|horas & before|vor|"
            "avant|antes & <title>|<starts>"
        ),
        "event|events|entry|termin|rendez-vous|evento & called|named|titled|namens|appele|llamado",
        "calendar|kalender|agenda|calendrier|calendario & shows|shows_up|appears|<quoted>|<comes>|steht|contains",
        "evenement|veranstaltung|kurs|cours|clase|rendezvous & <starts>|<ends>",
        "event|appointment|meeting|entry|termin called|named|titled|namens <quoted>",
        (
            "event|events|appointment|appointments|meeting|meetings & comes_up|takes_place|approaches|is_near|"
            "is_coming|is_on|stattfindet|ansteht|tomorrow|a_lieu|tiene_lugar"
        ),
        (
            "have|having|habe|hab|ai|tengo|hay & meeting|meetings|appointment|appointments|termin|termine|"
            "rendez-vous|reunion|cita|besprechung|examen|exam|interview"
        ),
        ("cumple|cumpleanos|geburtstag|anniversaire|birthday & anos|alguien|quelqu'un|jemand|someone|amigo|friend|ami"),
        "in|during|join|attend & call|video_call|conference|conference_call|teams_call|zoom_call",
    ),
    example={"url": "http://localhost:5232/ada/bins.ics", "before": "6h", "has": ["trash"]},
    gives=("title", "start", "end", "all_day", "location", "text", "uid", "calendar"),
)
async def calendar(config: Calendar, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each event of a calendar when it starts or ends, or so long before. Repeated ones count each time.

    Later steps get title, start and end (in your time zone), all_day, location, text, uid and calendar. What changes
    in the calendar is known at the next look; one that was moved counts again, one that was called off does not.
    """
    async for event in events_of_calendar(config, ctx):
        yield event


@calendar.words
def _words(config: Calendar) -> str:
    return calendar_words(config)


@calendar.preview
async def _preview(config: Calendar, ctx: PreviewContext) -> str:
    return await shown_calendar(config, ctx)


@calendar.touches
def _touches(config: Calendar) -> list[Touch]:
    return [Touch("read", config.url)] if config.is_file else touches_of(config.url, config.connection)
