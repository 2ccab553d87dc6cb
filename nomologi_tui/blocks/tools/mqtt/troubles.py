"""What can go wrong with an MQTT broker, in sentences that name it."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import aiomqtt
from paho.mqtt.reasoncodes import ReasonCode

from nomologi_tui.blocks.tools.mqtt.form import Broker
from nomologi_tui.errors import BlockError, CredentialError

_REFUSED = (134, 135, 138, 140)  # bad user name or password, not authorized, banned, bad authentication method
_VERSION = 132


@contextmanager
def connecting(broker: Broker, troubles: list[Exception]) -> Iterator[None]:
    """What goes wrong before anything was sent; the library keeps only the words of what is in `troubles`."""
    try:
        yield
    except aiomqtt.MqttCodeError as error:
        raise _refused(broker, error) from error
    except (aiomqtt.MqttError, OSError, UnicodeError) as error:  # UnicodeError: a name that no name can be
        raise _unreached(broker, troubles[-1] if troubles else None) from error


def _refused(broker: Broker, error: aiomqtt.MqttCodeError) -> BlockError:
    code = error.rc.value if isinstance(error.rc, ReasonCode) else error.rc
    if code in _REFUSED:
        who = broker.username or "somebody without a name"
        return CredentialError(f"{broker.place} refused the login of {who}.", "Check the name and the password.")
    if code == _VERSION:
        return BlockError(f"{broker.place} does not speak MQTT {broker.version}.", "Set version to the other one.")
    return BlockError(f"{broker.place} did not take the connection: {error.rc}.", passing=True)


def _unreached(broker: Broker, trouble: Exception | None) -> BlockError:
    place = broker.place
    if isinstance(trouble, ssl.SSLCertVerificationError):
        why = trouble.verify_message or "it can't be trusted"
        hint = "Renew it, or give the file of your own authority."
        return BlockError(f"{place} has a certificate that is not good: {why}.", hint)
    if isinstance(trouble, ssl.SSLError):
        return BlockError(f"{place} does not speak TLS as it should.", "Is it the right port? 1883 is mostly without.")
    if isinstance(trouble, socket.gaierror | UnicodeError):
        return BlockError(f"The name {broker.host} was not found.", "Check the host and the network.", passing=True)
    if isinstance(trouble, ConnectionRefusedError):
        return BlockError(f"{place} refused the connection.", "Is the broker running?", passing=True)
    if isinstance(trouble, OSError) and not isinstance(trouble, ConnectionError):
        return BlockError(f"{place} could not be reached.", "Check the host and the network.", passing=True)
    return BlockError(
        f"{place} did not answer as a broker does.",
        "Is it the right port, does it want TLS, does it speak another version of MQTT?", passing=True,
    )  # fmt: skip


@contextmanager
def working(broker: Broker) -> Iterator[None]:
    """What goes wrong later: nobody knows then whether the broker has what was sent last."""
    try:
        yield
    except aiomqtt.MqttError as error:
        raise gone(broker) from error


def gone(broker: Broker) -> BlockError:
    return BlockError(f"{broker.place} is gone: the connection ended, or it did not answer in time.")


def denied(broker: Broker, what: str) -> CredentialError:
    who = broker.username or "somebody without a name"
    return CredentialError(f"{broker.place} does not let {who} {what}.", "Change the broker's access rules.")
