"""Real mounts, cards and log-ins in namespaces of the test's own, a real disk made of a file; Wi-Fi and a USB stick,
which are not here, by programs in place of `iw` and `lsblk` that answer in their words.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.machine.device_form import Device
from nomologi_tui.blocks.triggers.device import device
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeTriggerContext
from tests.blocks.triggers.hearing import hearing
from tests.namespaces import Inside, inside, two_machines
from tests.support import require_programs

LOGGED_IN = """\
[7] [00042] [ts/3] [ada     ] [pts/3       ] [10.0.0.9            ] [10.0.0.9       ] [2026-11-22T09:00:00,000000+00:00]
[7] [00043] [ts/4] [ada     ] [pts/4       ] [tmux(42).%0         ] [0.0.0.0        ] [2026-11-22T09:00:01,000000+00:00]
"""
WIRELESS = "phy#0\n\tInterface {card}\n\t\tifindex 3\n\t\taddr 02:00:00:00:00:01\n\t\tssid {name}\n\t\ttype managed\n"


@pytest.fixture(scope="module")
def machine() -> Iterator[Inside]:
    with inside() as found:
        yield found


def program(folder: Path, name: str, says: str) -> None:
    (folder / f"{name}.says").write_text(says)
    (folder / name).write_text(f"#!/bin/sh\ncat {folder}/{name}.says\n")
    (folder / name).chmod(0o755)


def test_a_mount_is_told_and_its_end_and_no_other_one(machine: Inside, tmp_path: Path) -> None:
    for name in ("disk one", "other"):
        (tmp_path / name).mkdir()
    mounted = machine.listen("device", when="a disk is mounted", name=f"{tmp_path}/disk one", every=1)
    mounted.begun()
    machine.run(f"mount -t tmpfs none '{tmp_path}/other'; mount -t tmpfs none '{tmp_path}/disk one'")
    told = mounted.next()
    assert (told["mount_point"], told["file_system"]) == (f"{tmp_path}/disk one", "tmpfs")
    gone = machine.listen("device", when="a disk is unmounted", name="disk one", every=1)
    gone.begun()
    machine.run(f"umount '{tmp_path}/disk one'")
    assert gone.next() == told
    assert mounted.none_yet()


def test_a_mount_point_of_any_bytes_is_told_as_text(machine: Inside, tmp_path: Path) -> None:
    place = os.fsencode(tmp_path) + b"/a\xff\n\x1b[31mb"
    os.mkdir(place)  # noqa: PTH102 - it is no text
    hears = machine.listen("device", when="a disk is mounted", name=f"{tmp_path}/*", every=1)
    hears.begun()
    subprocess.run([*machine.into, "mount", "-t", "tmpfs", "none", place], check=True)
    told = hears.next()
    assert told["mount_point"] == f"{tmp_path}/a\ufffd\n\x1b[31mb"
    assert "\n" not in told["text"]
    assert "\x1b" not in told["text"]


def test_without_a_name_only_disks_count(machine: Inside, tmp_path: Path) -> None:
    require_programs("mkfs.ext4", "mount")
    image = tmp_path / "image"
    image.write_bytes(bytes(2**21))
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    for name in ("memory", "disk"):
        (tmp_path / name).mkdir()
    hears = machine.listen("device", when="a disk is mounted", every=1)
    hears.begun()
    machine.run(f"mount -t tmpfs none {tmp_path}/memory; mount -o loop {image} {tmp_path}/disk")
    told = hears.next()
    machine.run(f"umount {tmp_path}/disk")
    assert (told["mount_point"], told["file_system"]) == (f"{tmp_path}/disk", "ext4")


def test_a_network_that_gets_an_address_connects_and_without_it_disconnects() -> None:
    with two_machines() as (one, _):
        one.run("ip address flush dev lan0")
        comes = one.listen("device", when="a network connects", every=1)
        comes.begun()
        one.run("ip address add 10.9.8.1/24 dev lan0")
        told = comes.next()
        assert (told["card"], told["address"], told["text"]) == ("lan0", "10.9.8.1", "lan0 (10.9.8.1)")
        goes = one.listen("device", when="a network disconnects", name="lan0", every=1)
        goes.begun()
        one.run("ip link set lan0 down")
        assert goes.next()["card"] == "lan0"


def test_a_person_who_logs_in_is_told_with_the_place_and_a_pane_of_tmux_is_nobody(machine: Inside) -> None:
    require_programs("utmpdump", "who")
    machine.run("mount -t tmpfs none /run; : > /run/utmp")
    comes = machine.listen("device", when="somebody logs in", every=1)
    comes.begun()
    subprocess.run([*machine.into, "utmpdump", "-r", "-o", "/run/utmp"], input=LOGGED_IN, text=True, check=True)
    told = comes.next()
    assert (told["user"], told["terminal"], told["from"], told["text"]) == (
        "ada", "pts/3", "10.0.0.9", "ada on pts/3 from 10.0.0.9",
    )  # fmt: skip
    assert comes.none_yet()
    goes = machine.listen("device", when="somebody logs out", name="ada", every=1)
    goes.begun()
    machine.run(": > /run/utmp")
    assert goes.next()["user"] == "ada"


async def test_a_real_disk_made_of_a_file_is_told_when_it_is_there(tmp_path: Path) -> None:
    require_programs("losetup", "lsblk")
    image = tmp_path / "image"
    image.write_bytes(bytes(2**21))
    async with hearing(device, Device(when="a disk is plugged in", name="loop*"), FakeTriggerContext()) as found:
        await found.looked(1)
        attach = ["losetup", "--find", "--show", str(image)]
        path = subprocess.run(attach, capture_output=True, text=True, check=True).stdout.strip()
        try:
            await found.again(5)
            while (event := await found.next()).data["device"] != path:
                pass  # of another test, which attaches one at the same time
        finally:
            subprocess.run(["losetup", "--detach", path], check=True)
    assert (event.data["device"], event.data["size"]) == (path, 2**21)


async def test_a_stick_is_told_by_its_partition_and_found_by_its_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    bare = {"label": None, "uuid": None, "fstype": None, "tran": None, "model": None}
    part = {**bare, "name": "sdb1", "path": "/dev/sdb1", "label": "PHOTOS", "size": 16_000_000_000, "type": "part"}
    whole = {**bare, "name": "sdb", "path": "/dev/sdb", "size": 16_000_000_000, "type": "disk", "children": [part]}
    memory = {**bare, "name": "zram0", "path": "/dev/zram0", "size": 4096, "type": "disk"}
    program(tmp_path, "lsblk", json.dumps({"blockdevices": [memory]}))
    async with hearing(device, Device(when="a disk is plugged in", name="photos"), FakeTriggerContext()) as found:
        await found.looked(1)
        program(tmp_path, "lsblk", json.dumps({"blockdevices": [memory, whole]}))
        await found.again(5)
        event = await found.next()
    assert (event.data["device"], event.data["text"]) == ("/dev/sdb1", "PHOTOS, 16.0 GB")
    assert (await device.previewed(Device(when="a disk is plugged in"), FakeTriggerContext())) == (
        "There now:\n  PHOTOS, 16.0 GB"
    )


async def test_an_lsblk_that_lists_nothing_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    program(tmp_path, "lsblk", "")
    with pytest.raises(BlockError, match="lsblk did not list the disks as it should"):
        await anext(device.run(Device(when="a disk is unplugged"), FakeTriggerContext()))


async def test_another_wifi_of_the_same_card_is_another_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from psutil import net_if_addrs

    card = next((name for name in net_if_addrs() if name != "lo"), None)
    if card is None:
        pytest.skip("this machine has no network card")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    program(tmp_path, "iw", WIRELESS.format(card=card, name="Café"))
    async with hearing(device, Device(when="a network connects", name="Home net"), FakeTriggerContext()) as found:
        await found.looked(1)
        program(tmp_path, "iw", WIRELESS.format(card=card, name="Home Net"))
        await found.again(5)
        event = await found.next()
    assert (event.data["card"], event.data["network"]) == (card, "Home Net")


async def test_what_came_while_nobody_listened_is_told_once_after_the_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path) + f":{os.environ['PATH']}")
    line = "{} pts/1        2026-11-22 09:00 (10.0.0.1)\n"
    program(tmp_path, "who", line.format("ada"))
    context, config = FakeTriggerContext(), Device(when="somebody logs in")
    async with hearing(device, config, context) as found:
        await found.looked(1)
    program(tmp_path, "who", line.format("ada") + line.format("eve") + line.format("kim"))
    async with hearing(device, config, context) as found:
        told = [(await found.next()) for _ in range(2)]
    async with hearing(device, config, context) as found:
        await found.looked(context.beats + 1)
        assert found.events.empty()
    assert [event.data["user"] for event in told] == ["eve", "kim"]
    assert len({event.id for event in told}) == 2


async def test_a_machine_without_the_program_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    config = Device(when="somebody logs in")
    with pytest.raises(BlockError, match="There is no who on this machine"):
        await anext(device.run(config, FakeTriggerContext()))
    assert await device.previewed(config, FakeTriggerContext()) == (
        "There is no who on this machine. This trigger needs it."
    )
    (tmp_path / "who").write_text("#!/bin/sh\necho 'who: broken' >&2; exit 1\n")
    (tmp_path / "who").chmod(0o755)
    with pytest.raises(BlockError, match="who failed: who: broken"):
        await anext(device.run(config, FakeTriggerContext()))
