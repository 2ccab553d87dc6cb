"""Messages of an MQTT broker."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, LookContext, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.mqtt.form import sample_topic
from nomologi_tui.blocks.tools.mqtt.watch import Messages, messages_of


@trigger(
    "mqtt",
    title="When an MQTT message comes",
    says=(
        "<topic> & says|say|goes|sends|reports|publishes|turns|meldet|dit|dice|<limit>|<opens>|<detects>|on|off",
        "everything|messages|message|all|anything|readings|values|data|alles|tout|todo & under|on|from|of & <topic>",
        "thing <topic>",
        "mqtt|mqtt_message|mqtt_messages & <comes>|<published>|message|messages|nachricht|mensaje",
        "message|nachricht|payload|mensaje & on|under|topic|auf & <path>",
        (
            "mqtt|zigbee|zwave|z-wave|topic|home_assistant|homeassistant|zigbee2mqtt|shelly|tasmota|esphome|"
            "esp32|esp8266|hue|aqara|ikea"
        ),
        (
            "device|appliance|meter|energy_meter|water_meter|rain|baby_monitor|cat|dog|pet|litter|feeder|mailbox|"
            "parcel|package_box|toilet|shower|bath|bed|chair|sofa|stove|oven|iron|kettle|charger|wallbox|ev|car "
            "& sensor|detected|occupied|empty|full|open|left|on|off|<limit>|<ends>|plugged|charged|charging|"
            "finished|arrives|leaves"
        ),
        "gauge|meter|probe|zahler|compteur|contador & reading|readings|value|values|data|werte",
        "sensor|sensors|motion_sensor|thermometer|fuhler|capteur|sensore",
        (
            "door|window|garage|garage_door|gate|front_door|freezer|fridge|lock|curtain|blinds|roller|"
            "mailbox_flap|letterbox|mailbox|drawer|tur|haustur|fenster|garagentor|garage|tor|kuhlschrank|"
            "briefkasten|porte|fenetre|portail|congelateur|puerta|puertas|ventana|nevera|congelador|buzon|porta|"
            "finestra|cancello|deur|raam & <opens>|<detects>|<limit>|<comes>|rings|warm"
        ),
        (
            "motion|movement|presence|bewegung|mouvement|movimiento|occupancy & <detects>|garden|room|driveway|"
            "outside|kitchen|hallway|night|garten|camera|in|im"
        ),
        (
            "water_leak|leak|leakage|flood|smoke|smoke_alarm|smoke_detector|co2|carbon_monoxide|gas|doorbell|"
            "alarm|wasserleck|rauchmelder|klingel|turklingel|fuite|sonnette|timbre|fuga|humo|campanello|"
            "luftfeuchtigkeit|humidity|humidite|humedad|umidita|soil|moisture|soil_moisture|plant|lux|brightness|"
            "barometer|air_quality|pm2.5|rain_sensor|tank|water_level & <detects>|<limit>|<starts>|<comes>|low|"
            "high|dry|detected|rings|goes_off|<changes>"
        ),
        (
            "water_leak|smoke_detector|smoke_alarm|doorbell|co2|humidity|motion_sensor|door_sensor|"
            "temperature_sensor|soil_moisture|garage_door|turklingel|luftfeuchtigkeit|air_quality|leak_sensor|"
            "flood_sensor"
        ),
        (
            "washing_machine|washer|dryer|dishwasher|oven|coffee_machine|coffee_maker|waschmaschine|trockner|"
            "geschirrspuler|spulmaschine|backofen|lave-linge|machine_a_laver|lave-vaisselle|seche-linge|lavadora|"
            "secadora|lavavajillas|horno|lavatrice|lavastoviglie|asciugatrice|wasmachine|droger|plug|power_usage|"
            "power_consumption|smart_plug|power|steckdose|solar|inverter|robot_vacuum|vacuum & <ends>|<limit>|"
            "<starts>|power|watts|watt|usage|finished|idle|done|drops"
        ),
        (
            "office|garage|buro|keller|wohnzimmer|schlafzimmer|kuche|bad|chambre|salon|bureau|hotter|cooler|greenhouse|cellar|basement|attic|bedroom|terrarium|tank|temperature|temp|temperatur|"
            "temperatura|temperature|warm|cold|freezer|fridge|warmer|colder & "
            "<limit>|room|outside|living_room|kitchen|freezer|fridge|bedroom|greenhouse|indoor|outdoor|basement|"
            "aquarium|pool|wohnzimmer|zimmer|draussen|aussentemperatur|raum|salon|chambre|exterieur|sala|"
            "habitacion|exterior|casa|haus|house|home|attic|nursery|drops|rises|goes|freezing|sinkt|steigt"
        ),
        (
            "light|lights|lamp|switch|heater|heating|boiler|thermostat|pump|fan|tv|television|licht|lampe|"
            "heizung|lumiere|chauffage|luz|calefaccion|luce & left|turned|on|off|turns|switched|an|aus|allumee|"
            "encendida|still|stays"
        ),
        (
            "phone|i|someone|somebody|nobody|everyone|car|person|family|all|we|us|kids|children|wife|"
            "husband & leaves|leave|"
            "arrives_home|arrive_home|come_home|comes_home|home|away|out|left|gone|gets_home|left_the_house|enters|"
            "nach_hause|rentre|llego_a_casa"
        ),
        "i|we|wife|husband|kids|children|son|daughter|phone & arrive|arrives|reach|reaches & work|office|school|home",
        (
            "washing_machine|dishwasher|dryer|tumble_dryer|oven|kettle|boiler|robot|vacuum|waschmaschine|trockner|"
            "spulmaschine & stops|stopped|<ends>|<dies>|<starts>"
        ),
        "tank|cistern|well|reservoir|plant|plants|soil|toner|ink|printer & empty|nearly_empty|low|dry|out|<full>",
        "alarm|alarm_system & armed|disarmed|triggered",
        "<topic> & falls|fall|rises|drops|sinkt|steigt|baja|sube & <limit>",
        "house|home|flat|apartment & empty|vacant",
        "button|remote|dimmer & press|pressed|remote|ikea|hue|zigbee|wireless",
        "message|nachricht|payload & <path>|topic",
        "thing temperature|humidity|motion|garage|solar|energy|power_usage|door|doorbell|plants",
        "<topic> & readings|reading|values|value|messages|payload|payloads|data",
        "temperature|humidity|power|state|status|energy|level|temperatur|luftfeuchtigkeit|temperatura & <topic>",
        "any <opens>|<detects>",
        (
            "klingelt|es_klingelt|on_sonne|sonne|llaman|timbre|wassermelder|rauchmelder|bewegungsmelder|turkontakt|"
            "detecteur|detecteur_de_fumee|detector_de_humo|detector|sonnette|klingel & <detects>|alarm|schlagt|"
            "porte|turen|tur|al|declenche|timbre|klingelt|es"
        ),
        (
            "niemand|jemand|keiner|alle|personne|nadie|alguien|everyone|nobody|no_one & zuhause|zu_hause|daheim|"
            "home|at_home|maison|casa|en_casa|chez_moi"
        ),
        "message|messages|mensaje|mensajes|nachricht|nachrichten & <topic>",
        (
            "garaje|puerta|ventana|tor|tur|fenster|porte|fenetre|garage|portail & abierto|abierta|offen|auf|ouvert|"
            "ouverte"
        ),
        (
            "baby_monitor|monitor|camera|microphone|doorbell_camera|dog|baby & hears|sees|cries|crying|notices|"
            "spots|barks|person|face"
        ),
    ),
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
    from nomologi_tui.blocks.tools.mqtt.look import one_message

    return await one_message(config, ctx)


@mqtt.touches
def _touches(config: Messages) -> list[Touch]:
    return [Touch("listen", f"to messages under {config.topic} of “{config.connection}”")]
