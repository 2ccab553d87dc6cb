"""In a network of the test's own: a second machine at the other end of a cable. Nobody else's network is asked."""

import asyncio

from nomologi_tui.blocks.tools.network.newcomers import NewDevices
from nomologi_tui.blocks.triggers.new_device import new_device
from nomologi_tui.testing import FakeTriggerContext
from tests.namespaces import inside, two_machines


def test_a_machine_that_joins_is_told_once_and_one_that_was_there_never() -> None:
    with two_machines() as (one, other):
        hears = one.listen("new_device", card="lan0", every=1)
        hears.begun()
        other.run("ip link set lan0 down; ip link set lan0 address 02:00:00:00:00:07; ip address flush dev lan0")
        other.run("ip address add 10.9.8.7/24 dev lan0; ip link set lan0 up")
        told = hears.next()
    assert (told["mac"], told["address"], told["card"]) == ("02:00:00:00:00:07", "10.9.8.7", "lan0")
    assert told["private"]
    assert told["text"] == "new in the network: 10.9.8.7 (02:00:00:00:00:07)"


def test_a_network_that_goes_and_comes_back_is_heard_again() -> None:
    with two_machines() as (one, other):
        hears = one.listen("new_device", card="lan0", every=1)
        hears.begun()
        one.run("ip link delete lan0")
        one.run(f"ip link add lan0 type veth peer name lan0 netns /proc/{other.process.pid}/ns/net")
        other.run(
            "ip link set lan0 address 02:00:00:00:00:08; ip address add 10.9.8.8/24 dev lan0; ip link set lan0 up"
        )
        one.run("ip address add 10.9.8.1/24 dev lan0; ip link set lan0 up")
        assert hears.next()["mac"] == "02:00:00:00:00:08"


def test_all_that_are_there_count_where_asked_for_also_without_a_name_for_the_card() -> None:
    with two_machines() as (one, other):
        mac = other.run("cat /sys/class/net/lan0/address").strip()
        assert one.listen("new_device", first="at once", every=1).next()["mac"] == mac


def test_who_never_spoke_with_us_is_not_seen_without_asking_around() -> None:
    with two_machines() as (one, other):
        hears = one.listen("new_device", first="at once", ask=False, every=1)
        hears.begun()
        other.run("ping -c 1 -W 2 10.9.8.1")
        assert hears.next()["address"] == "10.9.8.2"


def test_the_networks_of_containers_are_left_out_unless_named() -> None:
    with inside() as one, inside() as other:
        one.run(f"ip link add docker0 type veth peer name lan0 netns /proc/{other.process.pid}/ns/net")
        one.run("ip address add 172.18.0.1/24 dev docker0; ip link set docker0 up")
        other.run("ip address add 172.18.0.2/24 dev lan0; ip link set lan0 up")
        assert one.listen("new_device", card="docker0", first="at once").next()["address"] == "172.18.0.2"
        left_out = one.listen("new_device", first="at once", every=1)
        left_out.begun()
        assert left_out.none_yet()


async def test_the_preview_asks_nobody() -> None:
    shown = await asyncio.wait_for(new_device.previewed(NewDevices(card="none0"), FakeTriggerContext()), 10)
    assert shown == "No devices are known now\nasks around in no network of a fitting size"
