"""Files, a real web server and the real Radicale; only the rests are under a fake clock."""

import base64
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import Connected
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.calendars.form import Calendar
from nomologi_tui.blocks.tools.readers import calendar_items
from nomologi_tui.blocks.triggers.calendar import calendar
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.testing import FakeClock, FakeTriggerContext
from tests import radicale
from tests.blocks.triggers.hearing import Hearing, hearing
from tests.blocks.web import Answer, WebServer
from tests.radicale import Calendars
from tests.support import eventually

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)  # a Monday
OUTLOOK = """\
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
IN_BERLIN = "TZID=W. Europe Standard Time"


def event(uid: str, start: str, *more: str, title: str = "") -> str:
    """`start`: what stands behind DTSTART."""
    lines = [f"UID:{uid}", "DTSTAMP:20261101T000000Z", f"DTSTART{start}", f"SUMMARY:{title or uid}", *more]
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def ics(*events: str, zone: str = "") -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test\n{zone}{''.join(events)}END:VCALENDAR\n"


def starts(text: str, begin: datetime, days: int, zone: str = "UTC") -> list[tuple[str, str]]:
    """Title and start of all within so many days."""
    span = (begin.isoformat(), (begin + timedelta(days=days)).isoformat())
    return [(one["title"], one["start"]) for one in calendar_items.read(text.encode(), zone, *span)["events"]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A trigger that waits for moments."""

    clock: FakeClock
    heard: Hearing

    async def rests(self) -> None:
        await eventually(lambda: self.clock._sleepers or self.heard.task.done())

    async def told(self, until: datetime) -> list[str]:
        """The titles of what it told until then."""
        self.clock.tick((until - self.clock.now()).total_seconds())
        await self.rests()
        events = self.heard.events
        return [events.get_nowait().data["title"] for _ in range(events.qsize())]

    @property
    def cursor(self) -> dict[str, Any] | None:
        return self.heard.context.cursor


@asynccontextmanager
async def waiting(
    url: object, cursor: dict[str, Any] | None = None, *, now: datetime = NOON, zone: str = "UTC", **fields: Any
) -> AsyncIterator[Waiting]:
    clock = FakeClock(now)
    context = FakeTriggerContext(cursor, clock=clock, zone=zone)
    basic = base64.b64encode(f"{radicale.NAME}:{radicale.PASSWORD}".encode()).decode()
    host = (f"http://{str(url).split('/')[2]}",) if "://" in str(url) else ()
    context.connections = {
        "Mine": Connected("Mine", "basic", None, host, {"Authorization": f"Basic {basic}"}),
        "Other": Connected("Other", "basic", None, host, {}),
    }
    config = Calendar.model_validate({"url": str(url), "every": 3600, **fields})
    async with hearing(calendar, config, context) as heard:
        found = Waiting(clock, heard)
        await found.rests()
        yield found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my.ics"


async def test_an_event_is_told_at_its_start_once_with_its_data(file: Path) -> None:
    more = ("DURATION:PT30M", "LOCATION:Room 5", "DESCRIPTION:Bring cake\\nand tea")
    file.write_text(ics(event("standup", ":20261116T123000Z", *more)))
    async with waiting(file, zone="Europe/Berlin") as found:
        assert await found.told(NOON + timedelta(minutes=29)) == []
        found.clock.tick(60)
        told = await found.heard.next()
        assert await found.told(NOON + timedelta(hours=5)) == []
    assert told.data == {
        "uid": "standup", "title": "standup", "start": "2026-11-16T13:30:00+01:00", "end": "2026-11-16T14:00:00+01:00",
        "all_day": False, "location": "Room 5", "text": "Bring cake\nand tea", "calendar": str(file),
    }  # fmt: skip


async def test_so_long_before_the_start_or_before_the_end(file: Path) -> None:
    file.write_text(ics(event("long", ":20261116T150000Z", "DTEND:20261116T180000Z")))
    async with waiting(file, before="10 min") as found:
        assert await found.told(NOON + timedelta(hours=2, minutes=49)) == []
        assert await found.told(NOON + timedelta(hours=2, minutes=50)) == ["long"]
    async with waiting(file, when="ends", before="1h") as found:
        assert await found.told(NOON + timedelta(hours=4, minutes=59)) == []
        assert await found.told(NOON + timedelta(hours=5)) == ["long"]


async def test_what_is_under_way_when_it_is_switched_on_is_told_once_where_that_is_wanted(file: Path) -> None:
    over = event("over", ":20261116T090000Z", "DTEND:20261116T100000Z")
    file.write_text(ics(over, event("now", ":20261116T090000Z", "DTEND:20261116T180000Z")))
    async with waiting(file) as found:
        assert await found.told(NOON + timedelta(hours=2)) == []
    async with waiting(file, first="at once") as found:
        assert await found.told(NOON + timedelta(minutes=1)) == ["now"]
    async with waiting(file, found.cursor, first="at once", now=NOON + timedelta(minutes=5)) as again:
        assert await again.told(NOON + timedelta(hours=3)) == []
    half = {**(found.cursor or {}), "first": True}  # it was killed in the middle of telling
    async with waiting(file, half, first="at once", now=NOON + timedelta(minutes=5)) as again:
        assert await again.told(NOON + timedelta(hours=3)) == []


async def test_a_day_begins_at_midnight_where_the_user_lives(file: Path) -> None:
    file.write_text(ics(event("bins", ";VALUE=DATE:20261117")))
    async with waiting(file, zone="America/New_York", before="6h") as found:
        assert await found.told(datetime(2026, 11, 16, 22, 59, 59, tzinfo=UTC)) == []
        assert await found.told(datetime(2026, 11, 16, 23, tzinfo=UTC)) == ["bins"]  # 18:00 in New York


def test_repeated_events_keep_their_wall_time_their_exceptions_and_their_moves() -> None:
    weekly = event("a", f";{IN_BERLIN}:20261001T090000", f"EXDATE;{IN_BERLIN}:20261105T090000", "RRULE:FREQ=WEEKLY")
    moved = event("a", f";{IN_BERLIN}:20261112T110000", f"RECURRENCE-ID;{IN_BERLIN}:20261112T090000", title="moved")
    off = event("a", f";{IN_BERLIN}:20261119T090000", f"RECURRENCE-ID;{IN_BERLIN}:20261119T090000", "STATUS:CANCELLED")
    text = ics(weekly, moved, off, zone=OUTLOOK)
    assert starts(text, datetime(2026, 10, 20, tzinfo=UTC), 40, "Europe/Berlin") == [
        ("a", "2026-10-22T09:00:00+02:00"), ("a", "2026-10-29T09:00:00+01:00"), ("moved", "2026-11-12T11:00:00+01:00"),
        ("a", "2026-11-26T09:00:00+01:00"),
    ]  # fmt: skip


def test_a_time_without_a_zone_is_the_users() -> None:
    text = ics(event("a", ":20261117T080000"))
    assert starts(text, NOON, 3, "Asia/Tokyo") == [("a", "2026-11-17T08:00:00+09:00")]


def test_one_broken_event_hides_no_other_one_and_tasks_are_none(file: Path) -> None:
    todo = "BEGIN:VTODO\nUID:t\nDUE:nonsense\nEND:VTODO\n"
    text = ics(event("good", ":20261117T080000Z"), todo, event("bad", ":hello"), event("fine", ":20261117T090000Z"))
    span = (NOON.isoformat(), (NOON + timedelta(days=2)).isoformat())
    found = calendar_items.read(text.encode(), "UTC", *span)
    assert ([one["title"] for one in found["events"]], found["broken"]) == (["good", "fine"], 1)


@pytest.mark.parametrize(
    "bad",
    [
        event("b", ":20261116T100000Z", f"DURATION:P{10**8}D"),
        event("b", ":20261116T100000Z", f"DURATION:P{10**40}D"),
        event("b", ":19700101T000000Z", "RRULE:FREQ=SECONDLY"),
        event("b", ":20261116T100000Z", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"),
        event("b", f";{IN_BERLIN}:20261117T100000"),  # with a zone that is left out
        "BEGIN:VEVENT\nUID:b\nSUMMARY:without a start\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:b\n",
        "END:VEVENT\n" + "BEGIN:VEVENT\n" * 3000,
        "BEGIN:X-A\n" * 3000 + "END:VEVENT\nBEGIN:VEVENT\n",
    ],
    ids=["long", "longer", "often", "never", "no zone", "no start", "no end", "nested", "odd"],
)
def test_one_that_is_meant_to_hide_the_others_is_left_out_and_counted(bad: str) -> None:
    often = OUTLOOK.replace("FREQ=YEARLY;INTERVAL=1", "FREQ=SECONDLY")
    text = ics(event("good", ":20261117T100000Z"), bad, event("fine", ":20261117T110000Z"), zone=often)
    span = (NOON.isoformat(), (NOON + timedelta(days=2)).isoformat())
    found = calendar_items.read(text.encode(), "UTC", *span, patience=0.05)
    assert [one["title"] for one in found["events"]] == ["good", "fine"]
    assert found["broken"] == bad.count("BEGIN:VEVENT")


def test_what_ended_long_ago_is_not_spelled_out() -> None:
    old = event("old", ":20000101T080000Z", "RRULE:FREQ=MINUTELY;UNTIL=20200101T000000Z")  # ten million of them
    assert starts(ics(old, event("new", ":20261117T080000Z")), NOON, 2) == [("new", "2026-11-17T08:00:00+00:00")]


async def test_only_events_with_the_words_count(file: Path) -> None:
    kinds = ("Trash, paper", "Trash, optional", "Dinner")
    file.write_text(ics(*(event(str(n), ":20261116T123000Z", title=kind) for n, kind in enumerate(kinds))))
    async with waiting(file, has=["TRASH"], without=["optional"]) as found:
        assert await found.told(NOON + timedelta(hours=1)) == ["Trash, paper"]


async def test_after_a_restart_nothing_is_told_twice_and_what_was_missed_is_told_if_not_too_late(file: Path) -> None:
    at = (":20261116T123000Z", ":20261116T130000Z", ":20261116T163000Z")
    file.write_text(ics(*(event(f"e{number}", start) for number, start in enumerate(at))))
    async with waiting(file) as found:
        assert await found.told(NOON + timedelta(minutes=40)) == ["e0"]
    async with waiting(file, found.cursor, now=NOON + timedelta(minutes=50)) as again:
        assert await again.told(NOON + timedelta(minutes=59)) == []
    async with waiting(file, found.cursor, now=NOON + timedelta(hours=1, minutes=30)) as late:
        assert await late.told(NOON + timedelta(hours=1, minutes=31)) == ["e1"]
    async with waiting(file, found.cursor, now=NOON + timedelta(hours=2, minutes=10)) as too_late:
        assert await too_late.told(NOON + timedelta(hours=5)) == ["e2"]


async def test_what_came_while_the_machine_slept_counts_only_if_it_is_not_too_late(file: Path) -> None:
    file.write_text(ics(event("a", ":20261116T123000Z"), event("b", ":20261118T113000Z")))
    async with waiting(file) as found:
        assert await found.told(NOON + timedelta(days=2)) == ["b"]


async def test_what_came_before_it_was_switched_on_never_counts(file: Path) -> None:
    file.write_text(ics(event("past", ":20261116T115900Z")))
    async with waiting(file, late="1d") as found:
        assert await found.told(NOON + timedelta(hours=2)) == []


async def test_a_moved_event_counts_again_and_its_old_time_no_more(file: Path) -> None:
    file.write_text(ics(event("a", ":20261116T143000Z")))
    async with waiting(file) as found:
        await found.told(NOON + timedelta(minutes=30))
        file.write_text(ics(event("a", ":20261116T163000Z")))
        assert await found.told(NOON + timedelta(hours=4)) == []
        assert await found.told(NOON + timedelta(hours=5)) == ["a"]


async def test_an_address_is_asked_only_for_what_changed(web: WebServer) -> None:
    kind = {"content-type": "text/calendar", "etag": '"1"'}
    web.answers["/a.ics"] = Answer(headers=kind, body=ics(event("a", ":20261116T143000Z")).encode())
    async with waiting(f"{web.url}/a.ics") as found:
        web.answers["/a.ics"] = Answer(304)
        assert await found.told(NOON + timedelta(hours=3)) == ["a"]
    assert web.received[-1].headers["if-none-match"] == '"1"'


async def test_a_page_is_no_calendar_and_a_missing_one_a_sentence(web: WebServer, file: Path) -> None:
    web.answers["/a.ics"] = Answer(body=b"<!doctype html><p>Log in")
    context = FakeTriggerContext(clock=FakeClock(NOON))
    for url, words in (
        (f"{web.url}/a.ics", "What 127.0.0.1 holds is no calendar"), (f"{web.url}/b.ics", "127.0.0.1 answered 404"),
        (str(file), "can't be read: No such file"), ("~nobody-at-all/x.ics", "can't be read"),
    ):  # fmt: skip
        with pytest.raises(BlockError, match=words):
            await anext(calendar.run(Calendar(url=url), context))
        assert words in await calendar.previewed(Calendar(url=url), context)


def test_a_calendar_that_never_comes_to_an_end_is_cut(file: Path) -> None:
    file.write_text(ics(event("x", ":20261116T080000Z", "RRULE:FREQ=SECONDLY;INTERVAL=1")))
    found = calendar_items.read(file.read_bytes(), "UTC", NOON.isoformat(), (NOON + timedelta(hours=1)).isoformat())
    assert len(found["events"]) == calendar_items.MOST


async def test_the_preview_shows_when_it_would_start(file: Path) -> None:
    file.write_text(ics(event("bins", ";VALUE=DATE:20261117", "RRULE:FREQ=WEEKLY")))
    shown = await calendar.previewed(Calendar(url=str(file), before="6h"), FakeTriggerContext(clock=FakeClock(NOON)))
    assert shown.splitlines()[:2] == ["5 in the next 31 days, it starts:", "  Mon 16 Nov 18:00  bins"]


@pytest.fixture(scope="module")
def calendars(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calendars]:
    with radicale.serving(tmp_path_factory.mktemp("radicale")) as found:
        found.put("weekly", ics(event("weekly", ":20261102T143000Z", "RRULE:FREQ=WEEKLY")))
        found.put("far", ics(event("far", ":20270102T143000Z")))
        yield found


async def test_a_real_caldav_server_is_asked_for_its_events(calendars: Calendars) -> None:
    async with waiting(calendars.url, caldav=True, connection="Mine") as found:
        assert await found.told(NOON + timedelta(hours=2, minutes=29)) == []
        assert await found.told(NOON + timedelta(hours=2, minutes=30)) == ["weekly"]
        calendars.put("new", ics(event("new", ":20261116T163000Z")))
        assert await found.told(NOON + timedelta(hours=5)) == ["new"]


async def test_the_same_calendar_by_its_address_alone(calendars: Calendars) -> None:
    async with waiting(calendars.url, connection="Mine") as found:
        assert "weekly" in await found.told(NOON + timedelta(hours=3))


async def test_a_refused_connection_is_named_and_nothing_is_sent_to_another_host(calendars: Calendars) -> None:
    with pytest.raises(CredentialError, match="refused the connection “Other”"):
        async with waiting(calendars.url, caldav=True, connection="Other"):
            pass
    context = FakeTriggerContext(clock=FakeClock(NOON))
    context.connections = {"Mine": Connected("Mine", "basic", None, ("https://example.com",), {"Authorization": "x"})}
    with pytest.raises(BlockError, match="is not bound to http://127.0.0.1"):
        await anext(calendar.run(Calendar(url=calendars.url, connection="Mine"), context))


async def test_what_is_no_caldav_calendar_is_a_sentence(calendars: Calendars) -> None:
    with pytest.raises(BlockError, match="instead of a calendar"):
        async with waiting(calendars.url.replace("bins", "none"), caldav=True, connection="Mine"):
            pass


def test_addresses_and_files_are_told_apart_while_editing() -> None:
    assert Calendar(url="webcal://example.com/a.ics").url == "https://example.com/a.ics"
    assert Calendar(url="~/a.ics").is_file
    for wrong in ("", "ftp://example.com/a.ics", " ", "a.ics", "example.com/a.ics"):
        assert set(check(Calendar, {"url": wrong})[1]) == {"url"}
    words = calendar.in_words(Calendar(url="https://example.com/secret/a.ics", before="10 min", has=["bins"]))
    assert words == "10 min before an event of example.com with “bins” starts"
