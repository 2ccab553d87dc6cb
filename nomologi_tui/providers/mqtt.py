"""An MQTT broker."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import Secret
from nomologi_tui.blocks.tools.mqtt import form
from nomologi_tui.clock import Clock
from nomologi_tui.providers.base import provider


class Mqtt(BaseModel, extra="forbid"):
    host: form.Host = Field(title="Host", description="The broker's host.", examples=["mqtt.local"], min_length=1)
    port: int = Field(0, title="Port", description="0: 8883, or 1883 without TLS.", examples=["1883"], ge=0, lt=65_536)
    tls: bool = Field(True, title="TLS", description="No: everything is sent unencrypted.", examples=["no"])
    authority: str = Field(
        "", title="Trust also", description="A PEM file of your own certificate authority.", examples=["~/ca.pem"]
    )
    username: str = Field("", title="Name", description="If the broker asks for one.", examples=["nomologi"])
    password: Secret = Field(
        "", title="Password", description="The password of that name.", examples=["env:MQTT_PASSWORD"]
    )
    version: form.Version = Field("5", title="Version", description="The version of MQTT.", examples=["3.1.1"])

    def broker(self) -> form.Broker:
        """Where, how and as whom one connects."""
        port = self.port or (8883 if self.tls else 1883)
        return form.Broker(
            self.host, port, self.tls, self.authority, self.username, self.password, self.version
        )  # fmt: skip


@provider(
    "mqtt",
    title="MQTT broker",
    serves=("mqtt",),
    example={"host": "mqtt.local", "username": "nomologi", "password": "env:MQTT_PASSWORD"},
)
async def mqtt(config: Mqtt, clock: Clock) -> str:
    """An MQTT broker: Mosquitto, EMQX, HiveMQ, the one in Home Assistant. The password goes to its host only."""
    from nomologi_tui.blocks.tools.mqtt.client import session  # loads the library

    broker = config.broker()
    async with session(broker):
        return f"{broker.place} took it (MQTT {broker.version})."


@mqtt.account
def _account(config: Mqtt) -> str:
    broker = config.broker()
    return f"{config.username}@{broker.place}" if config.username else broker.place
