"""Messages of an MQTT broker."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, LookContext, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.mqtt_form import sample_topic
from nomologi_tui.blocks.tools.mqtt_watch import Messages, messages_of


@trigger(
    "mqtt",
    title="When an MQTT message comes",
    says=("mqtt", "mqtt message", "message on the topic", "sensor reports", "sensor says"),
    example={"connection": "Home", "topic": "zigbee2mqtt/+/contact", "json_value": "contact"},
    gives=("topic", "levels", "payload", "value", "base64", "size", "retained"),
)
async def mqtt(config: Messages, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start for each message under a topic, once, also for those that came while nobody listened.

    Later steps get topic, levels (its parts), payload (text, up to 256 KB), value (what JSON value picks; else the
    payload read as JSON, or the text), base64 (of what is no text), size in bytes and retained.
    """
    async for event in messages_of(config, ctx):
        yield event


@mqtt.words
def _words(config: Messages) -> str:
    having = f" with {' '.join(config.json_value.split())}" if config.json_value else ""
    return f"when a message{having} comes under {config.topic} of “{config.connection}”"


@mqtt.preview
async def _preview(config: Messages, ctx: PreviewContext) -> str:
    sample = f"hears for example {sample_topic(config.topic)}"
    late = (
        "what comes while nobody listens is lost" if not config.keep else "and what came meanwhile, if sent with QoS 1"
    )
    return f"{sample}\n{late}"


@mqtt.looks
async def _look(config: Messages, ctx: LookContext) -> str:
    from nomologi_tui.blocks.tools.mqtt_look import one_message

    return await one_message(config, ctx)


@mqtt.touches
def _touches(config: Messages) -> list[Touch]:
    return [Touch("listen", f"messages under {config.topic} of “{config.connection}”")]
