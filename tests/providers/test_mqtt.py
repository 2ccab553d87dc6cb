"""An MQTT broker as a kind of connection, tried at a real Mosquitto."""

import socket
from pathlib import Path
from typing import Any

import pytest
import trustme

from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.providers.mqtt import Mqtt, mqtt
from tests.mqtt import NAME, PASSWORD, Broker
from tests.providers.mail import HangsUp, serving


async def tried(config: Mqtt) -> str:
    return await mqtt.test(config, SystemClock())


@pytest.mark.parametrize("version", ["5", "3.1.1"])
async def test_a_password_that_is_taken_and_one_that_is_refused(tmp_path: Path, version: str) -> None:
    with Broker(tmp_path, {NAME: PASSWORD}) as broker:
        config = broker.config(username=NAME, password=PASSWORD, version=version)
        assert await tried(config) == f"127.0.0.1:{broker.port} took it (MQTT {version})."
        assert mqtt.account_of(config) == f"ada@127.0.0.1:{broker.port}"
        with pytest.raises(CredentialError, match="refused the login of ada") as refused:
            await tried(broker.config(username=NAME, password="wrong-one", version=version))
        with pytest.raises(CredentialError, match="refused the login of somebody without a name"):
            await tried(broker.config(version=version))
    assert "wrong-one" not in str(refused.value)


async def test_a_broker_is_trusted_by_its_authority_only(tmp_path: Path) -> None:
    with Broker(tmp_path, authority=trustme.CA()) as broker:
        assert "took it" in await tried(broker.config(tls=True, authority=f"{tmp_path}/ca.pem"))
        with pytest.raises(BlockError, match="certificate that is not good: unable to get local issuer"):
            await tried(broker.config(tls=True))
        with pytest.raises(BlockError, match="certificate that is not good: Hostname mismatch"):
            await tried(broker.config(tls=True, authority=f"{tmp_path}/ca.pem", host="localhost"))
        with pytest.raises(BlockError, match="holds no certificates"):
            await tried(broker.config(tls=True, authority=f"{tmp_path}/key.pem"))
        with pytest.raises(BlockError, match="did not answer as a broker does"):
            await tried(broker.config())


async def test_what_is_no_broker_is_a_sentence(tmp_path: Path) -> None:
    with serving(HangsUp) as port, pytest.raises(BlockError, match="did not answer as a broker does"):
        await tried(Mqtt(host="127.0.0.1", port=port, tls=False))
    with Broker(tmp_path) as broker, pytest.raises(BlockError, match="speak TLS as it should|does it want TLS"):
        await tried(broker.config(tls=True))
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # it holds the port and does not listen
        with pytest.raises(BlockError, match="refused the connection") as refused:
            await tried(Mqtt(host="127.0.0.1", port=deaf.getsockname()[1], tls=False))
    assert refused.value.passing
    with pytest.raises(BlockError, match="The name nowhere.invalid was not found"):
        await tried(Mqtt(host="nowhere.invalid"))


@pytest.mark.parametrize("host", ["", "mqtt://x", "a b", "x:1883", "x/y", "{{ event.host }}", "x\n"])
def test_what_is_no_host_is_said_while_editing(host: str) -> None:
    assert "host" in check(Mqtt, {"host": host})[1]


@pytest.mark.parametrize(("fields", "port"), [({}, 8883), ({"tls": False}, 1883), ({"tls": False, "port": 99}, 99)])
def test_the_usual_port_follows_from_the_encryption(fields: dict[str, Any], port: int) -> None:
    assert Mqtt(host="::1", **fields).broker().port == port
