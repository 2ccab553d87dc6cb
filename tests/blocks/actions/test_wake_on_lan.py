"""Magic packets, received by a real socket."""

import socket

import pytest

from nomologi_tui.blocks.actions.wake_on_lan import WakeOnLan, wake_on_lan
from nomologi_tui.blocks.fields import check
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeContext


@pytest.mark.parametrize("mac", ["00:11:22:aa:BB:cc", "00-11-22-aa-bb-cc", "001122aabbcc"])
async def test_the_packet_has_the_address_sixteen_times(mac: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        ear.settimeout(20)
        config = WakeOnLan(mac=mac, to="127.0.0.1", port=ear.getsockname()[1])
        assert await wake_on_lan.run(config, FakeContext()) == {"mac": mac, "sent": 102}
        assert ear.recv(2000) == b"\xff" * 6 + bytes.fromhex("001122aabbcc") * 16


async def test_a_network_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(BlockError, match="Nothing could be sent to ::1"):
        await wake_on_lan.run(WakeOnLan.model_construct(mac="001122aabbcc", to="::1", port=9), FakeContext())


@pytest.mark.parametrize("mac", ["", "00:11:22:aa:bb", "00:11:22:aa:bb:cc:dd", "gg:11:22:aa:bb:cc", "{{ event.mac }}"])
def test_what_is_no_hardware_address_is_said_while_editing(mac: str) -> None:
    assert "mac" in check(WakeOnLan, {"mac": mac})[1]
    assert "to" in check(WakeOnLan, {"mac": "001122aabbcc", "to": "nas.local"})[1]
