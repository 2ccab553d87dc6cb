"""Publish a message at an MQTT broker."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, BlockError, Effect, Multiline, Template, Touch, action
from nomologi_tui.blocks.tools import foretelling
from nomologi_tui.blocks.tools.mqtt.form import BrokerRef, effect_of_message, problem_with_topic


class MqttPublish(BaseModel, extra="forbid"):
    connection: BrokerRef = Field(
        title="Connection", description="The broker it is sent to.", examples=["Home"], min_length=1
    )
    topic: Template = Field(
        title="Topic", description="The topic it is published under.", examples=["zigbee2mqtt/lamp/set"], min_length=1
    )
    payload: Multiline = Field(
        "", title="Message", description="The text to send. Empty with Retain: remove the kept one.",
        examples=['{"state": "ON"}'],
    )  # fmt: skip
    qos: int = Field(
        1, title="QoS", description="Delivered 0: at most, 1: at least, 2: exactly once.", examples=["0"], ge=0, le=2
    )
    retain: bool = Field(
        False, title="Retain", description="The broker keeps it for those who subscribe later.", examples=["yes"]
    )


@action(
    "mqtt_publish",
    title="Publish an MQTT message",
    effect=Effect.ONCE,
    effect_of=effect_of_message,
    says=(
        "publish|send|post … mqtt|topic|mqtt_message|broker",
        "publish_to_mqtt|send_mqtt_message|publish_on_topic",
        "ping <topic>",
        "forward|republish|bridge|mirror|relay|copy|send <topic> … <topic>",
        "publish",
        (
            "turn|turn_on|turn_off|switch|switch_on|switch_off|shut|start|stop|close|open|set|sound|light|heat|dim "
            "… by|via|over|through|with … publishing|mqtt|topic"
        ),
        "<act> … via|over|by|through|per|por|par|with mqtt|topic",
        "sende~|schick~|envoie~|envia~|veroffentlich~|publizier~|publie~|publica~|push … topic|thema|<topic>",
        "set|turn|switch|put <topic> on|off|to",
        "give|tell|put|send|feed|water|ring|signal … via|over|by|through|per mqtt",
        (
            "einschalten|ausschalten|anschalten|abschalten|schalten|offnen|schliessen|setzen|starten|stoppen|senden|"
            "schicken & mqtt"
        ),
        "schalte|offne|schliesse|setze|starte|stoppe … per|uber|via|mit mqtt",
    ),
    example={"connection": "Home", "topic": "zigbee2mqtt/lamp/set", "payload": '{"state": "ON"}'},
    gives=("topic", "size"),
)
async def mqtt_publish(config: MqttPublish, ctx: ActionContext) -> dict[str, object]:
    """Publish a message of up to 1 MB; with QoS 1 or 2 it has ended once the broker has it."""
    from nomologi_tui.blocks.tools.mqtt.client import publish  # loads the library

    if problem := problem_with_topic(config.topic):
        raise BlockError(f"The topic can't be published to: {problem}.", "Look at the value in the trace.")
    broker, payload = ctx.connection(config.connection).config.broker(), config.payload.encode("utf-8", "replace")
    await publish(broker, config.topic, payload, config.qos, retain=config.retain)
    return {"topic": config.topic, "size": len(payload)}


@mqtt_publish.words
def _words(config: MqttPublish) -> str:
    return f"publish “{' '.join(config.payload.split())}” to {config.topic} of “{config.connection}”"


@mqtt_publish.preview
async def _preview(config: MqttPublish, ctx: ActionContext) -> str:
    where = f"{config.topic} of “{config.connection}” (QoS {config.qos}{', retained' * config.retain})"
    return foretelling.with_text(f"would publish to {where}", config.payload)


@mqtt_publish.touches
def _touches(config: MqttPublish) -> list[Touch]:
    return [Touch("send", f"a message under {config.topic} to “{config.connection}”")]
