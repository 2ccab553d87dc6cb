"""Users, drafts, templates, connections, listeners, runners and log entries."""

from dataclasses import replace

import pytest

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import (
    Automation,
    Configuration,
    Connection,
    Draft,
    DraftState,
    Event,
    EventType,
    Level,
    ListenerState,
    LogEntry,
    Step,
    StepType,
    Template,
    TemplateInput,
)
from nomologi_tui.store import Store, automations, connections, drafts, listeners, logs, runners, runs, templates, users
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunnerInfo
from tests.store.making import COMMAND, NOW, SCHEDULE, World, later, make_world


def test_an_account_of_the_system_becomes_a_user_once(store: Store) -> None:
    first = store.write(users.ensure_os_user, "ada", "Ada Lovelace", NOW)
    again = store.write(users.ensure_os_user, "ada", "Somebody", later(1))
    assert first == again
    assert (first.email, first.display_name, first.auth, first.password_hash) == ("ada", "Ada Lovelace", "os", None)


def test_preferences_are_kept(world: World) -> None:
    changed = world.store.write(users.set_preferences, world.user.id, {"theme": "dark"})
    assert world.store.read(users.get, world.user.id) == changed
    assert changed.preferences == {"theme": "dark"}


def test_users_are_listed_and_found_by_login(world: World) -> None:
    eve = make_world(world.store, login="eve").user
    assert world.store.read(users.all_users) == [world.user, eve]
    assert world.store.read(users.by_email, "eve") == eve
    assert world.store.read(users.by_email, "nobody") is None


def test_an_unknown_user_is_not_found(store: Store) -> None:
    for id_ in (5, 2**70):
        with pytest.raises(NotFoundError, match=f"There is no user {id_}"):
            store.read(users.get, id_)


def test_a_draft_is_saved_while_typing_and_found_again(world: World, reader: Reader) -> None:
    draft = world.store.write(drafts.save, Draft(world.user.id, answers={"goal": "x"}), NOW)
    world.store.write(drafts.save, replace(draft, current_step=2, answers={"goal": "xy"}), later(1))
    [found] = reader.drafts(world.user.id)
    assert (found.id, found.current_step, found.answers, found.updated_at) == (draft.id, 2, {"goal": "xy"}, later(1))


def test_a_completed_draft_is_not_offered_again(world: World, reader: Reader) -> None:
    draft = world.store.write(drafts.save, Draft(world.user.id), NOW)
    world.store.write(drafts.set_state, draft.id, DraftState.COMPLETED, NOW)
    assert reader.drafts(world.user.id) == []
    assert world.store.read(drafts.get, world.user.id, draft.id).state is DraftState.COMPLETED


def test_an_automation_is_edited_in_one_draft_at_a_time(world: World, reader: Reader) -> None:
    editing = Draft(world.user.id, automation_id=world.automation.id)
    older = world.store.write(drafts.save, editing, NOW)
    newer = world.store.write(drafts.save, editing, later(1))
    assert [draft.id for draft in reader.drafts(world.user.id)] == [newer.id]
    assert world.store.read(drafts.get, world.user.id, older.id).state is DraftState.ABANDONED


def test_new_automations_may_have_several_drafts(world: World, reader: Reader) -> None:
    made = [world.store.write(drafts.save, Draft(world.user.id), later(number)) for number in range(2)]
    assert reader.drafts(world.user.id) == made[::-1]


def test_another_users_draft_is_not_found(world: World) -> None:
    draft = world.store.write(drafts.save, Draft(world.user.id), NOW)
    with pytest.raises(NotFoundError):
        world.store.read(drafts.get, world.user.id + 1, draft.id)
    with pytest.raises(NotFoundError):
        world.store.write(drafts.set_state, draft.id + 1, DraftState.COMPLETED, NOW)


TEMPLATE = Template(
    "Beat", "Runs a command", "Server", (SCHEDULE, COMMAND), (TemplateInput("command", choices=("a", "b")),),
    goal="run it", words=("beat, pulse",), configuration=Configuration(retries=3), slug="beat",
)  # fmt: skip


def test_a_built_in_template_is_kept_once_a_version(world: World) -> None:
    first = world.store.write(templates.keep, TEMPLATE, NOW)
    assert first == replace(TEMPLATE, id=first.id, created_at=NOW)
    assert world.store.write(templates.keep, replace(TEMPLATE, description="otherwise"), later(1)) == first
    second = world.store.write(templates.keep, replace(TEMPLATE, version=2), later(1))
    assert world.store.read(templates.get, world.user.id, first.id) == first != second
    assert world.store.read(templates.own, world.user.id) == []


def test_a_user_sees_the_newest_of_each_own_template_and_can_remove_them(world: World) -> None:
    own = replace(TEMPLATE, user_id=world.user.id)
    older = world.store.write(templates.keep, own, NOW)
    newer = world.store.write(templates.keep, replace(own, version=2), later(1))
    assert world.store.read(templates.own, world.user.id) == [newer]
    assert (world.store.write(templates.remove, 99, "beat"), world.store.read(templates.own, 99)) == (0, [])
    assert world.store.write(templates.remove, world.user.id, "beat") == 2
    with pytest.raises(NotFoundError):
        world.store.read(templates.get, world.user.id, older.id)


def test_another_users_template_is_not_found(world: World) -> None:
    own = world.store.write(templates.keep, replace(TEMPLATE, user_id=world.user.id), NOW)
    with pytest.raises(NotFoundError):
        world.store.read(templates.get, 99, own.id)


def test_a_connection_keeps_names_of_secrets_and_aware_times(world: World) -> None:
    wanted = Connection(
        world.user.id,
        "github",
        "Work",
        {"hosts": ["a"]},
        "keyring:a",
        "keyring:b",
        expires_at=later(60),
        scopes=("repo", "user"),
    )
    stored = world.store.write(connections.save, wanted, NOW)
    assert stored == replace(wanted, id=stored.id, created_at=NOW)
    assert world.store.read(connections.all_for, world.user.id) == [stored]


def test_a_connections_status_changes_and_it_can_be_removed(world: World) -> None:
    made = world.store.write(connections.save, Connection(world.user.id, "mqtt", "Home"), NOW)
    renamed = world.store.write(connections.save, replace(made, label="House"), later(1))
    world.store.write(connections.set_status, made.id, "ok")
    assert world.store.read(connections.get, world.user.id, made.id) == replace(renamed, status="ok")
    world.store.write(connections.remove, world.user.id, made.id)
    assert world.store.read(connections.all_for, world.user.id) == []


def test_a_connection_is_found_by_label_in_any_case_or_by_id(world: World) -> None:
    made = world.store.write(connections.save, Connection(world.user.id, "mqtt", "Home"), NOW)
    for ref in ("home", " HOME ", str(made.id)):
        assert world.store.read(connections.find, world.user.id, ref) == made
    with pytest.raises(NotFoundError, match="no connection called “hoem”") as missing:
        world.store.read(connections.find, world.user.id, "hoem")
    assert missing.value.hint == "Perhaps Home?"


def test_a_connection_of_another_user_cannot_be_reached(world: World) -> None:
    made = world.store.write(connections.save, Connection(world.user.id, "mqtt", "Home"), NOW)
    with pytest.raises(NotFoundError):
        world.store.read(connections.get, 99, made.id)
    with pytest.raises(NotFoundError):
        world.store.write(connections.remove, 99, made.id)
    with pytest.raises(NotFoundError):
        world.store.write(connections.set_status, 99, "ok")


def _report(world: World, state: ListenerState, detail: str = "", seconds: float = 0) -> None:
    world.store.write(
        listeners.report, world.trigger_id, world.automation.id, "schedule", state, detail, later(seconds)
    )


def test_a_listener_that_is_lost_and_found_says_so_once(world: World, reader: Reader) -> None:
    for state in (ListenerState.OK, ListenerState.OK, ListenerState.RETRYING, ListenerState.STALE, ListenerState.OK):
        _report(world, state, "broker gone" if state is ListenerState.RETRYING else "")
    told = [entry.event_type for entry in reader.logs(world.user.id, world.automation.id)[1:]]
    assert told == ["listener_ready", "listener_lost", "listener_ready"]


def test_listeners_that_begin_together_are_told_each_for_itself(world: World, reader: Reader) -> None:
    other = make_world(world.store, login="eve")
    _report(world, ListenerState.RETRYING, "broker gone")
    world.store.write(listeners.listen, [world.trigger_id, other.trigger_id, 99], later(5))
    found = world.store.read(listeners.all)
    assert [(one.state, one.detail, one.last_alive) for one in found] == [(ListenerState.OK, "", later(5))] * 2
    for one in (world, other):
        last = reader.logs(one.user.id, one.automation.id)[-1]
        assert (last.event_type, last.description) == (EventType.LISTENER_READY, "Listening (schedule)")


def test_what_is_started_by_hand_does_not_claim_to_listen(world: World, reader: Reader) -> None:
    by_hand = Automation("by hand", (Step(StepType.TRIGGER, "manual"), COMMAND), user_id=world.user.id)
    made = world.store.write(automations.create, by_hand, NOW)
    world.store.write(listeners.listen, [made.steps[0].id], later(1))
    assert reader.logs(world.user.id, made.id)[-1].description == "Ready to be started by hand"


def test_a_listener_remembers_when_it_last_gave_a_sign_of_life(world: World) -> None:
    _report(world, ListenerState.OK)
    _report(world, ListenerState.RETRYING, "no route", seconds=5)
    [found] = world.store.read(listeners.all)
    assert (found.last_alive, found.state, found.detail) == (NOW, ListenerState.RETRYING, "no route")
    world.store.write(listeners.heartbeat, [world.trigger_id], later(9))
    assert world.store.read(listeners.all)[0].last_alive == later(9)


def test_without_a_runner_all_listeners_are_off(world: World) -> None:
    _report(world, ListenerState.OK)
    world.store.write(listeners.all_off, later(60))
    [found] = world.store.read(listeners.all)
    assert (found.state, found.detail) == (ListenerState.OFF, "no runner since 2026-11-22 09:01 UTC")


def test_a_listener_whose_step_is_gone_may_still_report(world: World) -> None:
    world.store.write(automations.update, replace(world.automation, steps=()), NOW)
    _report(world, ListenerState.OK)
    assert world.store.read(listeners.all) == []


def test_an_unknown_listener_is_none(store: Store) -> None:
    assert store.read(listeners.get, 1) is None


def _info(token: str) -> RunnerInfo:
    return RunnerInfo(pid=1, host="here", token=token, kind="service", version="1", since=NOW)


def test_the_runner_is_written_down_and_a_later_one_replaces_it(store: Store) -> None:
    assert store.read(runners.current) is None
    store.write(runners.started, _info("one"))
    store.write(runners.started, _info("two"))
    store.write(runners.stopped, "one", later(1))
    assert store.read(runners.current) == _info("two")
    store.write(runners.stopped, "two", later(1))
    assert store.read(runners.current) is None


def test_log_entries_keep_their_order_time_and_level(world: World, reader: Reader) -> None:
    run_id = world.store.write(runs.enqueue, world.automation.id, Event("a"), NOW, trigger="manual").run_id
    entries = [
        LogEntry(EventType.OUTPUT, "one", Level.WARNING, world.automation.id, run_id),
        LogEntry(EventType.OUTPUT, "two", automation_id=world.automation.id, run_id=run_id, timestamp=later(5)),
    ]
    world.store.write(logs.add, entries, later(1))
    found = reader.logs(world.user.id, run_id=run_id)[-2:]
    assert [(one.description, one.level, one.timestamp) for one in found] == [
        ("one", Level.WARNING, later(1)), ("two", Level.INFO, later(5)),
    ]  # fmt: skip


def test_hostile_text_is_made_visible_at_the_edge(world: World, reader: Reader) -> None:
    entry = LogEntry(EventType.OUTPUT, "a\x1b[31m\nb\u202e\udcff" + "x" * 5_000, automation_id=world.automation.id)
    world.store.write(logs.add, [entry], NOW)
    text = reader.logs(world.user.id)[-1].description
    assert text.startswith("a\ufffd[31m b\ufffd\ufffdxxx")
    assert len(text) == 2_001


def test_nothing_to_log_is_no_error(store: Store) -> None:
    store.write(logs.add, [], NOW)
