"""MQTT's fields: which broker, which topics. Without the library, which only loads when somebody connects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from nomologi_tui.blocks.fields import ConnectionRef, Serves
from nomologi_tui.model import Effect

Version = Literal["5", "3.1.1"]
BrokerRef = Annotated[ConnectionRef, Serves(("mqtt",))]
LONGEST = 65_535  # bytes of a topic, by the protocol
_HOST = re.compile(r"[\w.-]{1,253}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%\w]*")


@dataclass(frozen=True, slots=True)
class Broker:
    """Where, how and as whom. Without `tls` the password goes unencrypted."""

    host: str
    port: int
    tls: bool
    authority: str
    username: str
    password: str = field(repr=False)
    version: Version = "5"

    @property
    def place(self) -> str:
        """Host and port, for sentences."""
        return f"{self.host}:{self.port}"


def check_host(host: str) -> str:
    """`host` when it is a name or an address and nothing more. Raises ValueError with a sentence."""
    if not _HOST.fullmatch(host):
        raise ValueError(f"“{host[:80]}” is not a host; write for example mqtt.local, the port has a field of its own")
    return host


def check_filter(text: str) -> str:
    """`text` when brokers take it as a topic filter. Raises ValueError with a sentence."""
    _check_characters(text)
    levels = text.split("/")
    if any("#" in level and level != "#" for level in levels) or "#" in levels[:-1]:
        raise ValueError("# stands for all levels that follow: alone, and only at the end, as in sensors/#")
    if any("+" in level and level != "+" for level in levels):
        raise ValueError("+ stands for one whole level, as in sensors/+/temperature")
    return text


def problem_with_topic(topic: str) -> str:
    """Why nothing can be published under `topic`; empty where it can be."""
    try:
        _check_characters(topic)
    except ValueError as error:
        return str(error)
    return "+ and # are for listening only" if re.search("[+#]", topic) else ""


def _check_characters(topic: str) -> None:
    if not topic or len(topic.encode("utf-8", "replace")) > LONGEST:
        raise ValueError("a topic has at least one character and at most 65,535 bytes")
    if re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", topic):
        raise ValueError("a topic has no control characters in it")


Host = Annotated[str, AfterValidator(check_host)]
Filter = Annotated[str, AfterValidator(check_filter)]


def sample_topic(topic_filter: str) -> str:
    """A topic that the filter lets through."""
    return topic_filter.replace("+", "kitchen").replace("#", "kitchen/lamp")


def effect_of_message(config: Mapping[str, Any]) -> Effect:
    """What the broker retains is a state: telling it twice changes nothing."""
    return Effect.REPEATABLE if config.get("retain") is True else Effect.ONCE
