"""Call a service of Home Assistant: switch a light, start a script."""

from typing import Annotated

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, ConnectionRef, Effect, Serves, Template, Touch, action
from nomologi_tui.blocks.tools import foretelling, house


class HomeAssistant(BaseModel, extra="forbid"):
    connection: Annotated[ConnectionRef, Serves(("home_assistant",))] = Field(
        title="Connection", description="The Home Assistant that is called.", examples=["Home"], min_length=1
    )
    service: str = Field(
        title="Service", description="The service as domain.name.", examples=["light.turn_on"],
        pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$",
    )  # fmt: skip
    entities: list[Template] = Field(
        [], title="Entities", description="The entities it acts on.", examples=["light.kitchen"]
    )
    data: dict[str, Template] = Field(
        {}, title="Data", description="What the service is given: JSON values, or text.",
        examples=["brightness_pct: 40"],
    )  # fmt: skip
    answers: bool = Field(
        False, title="It answers", description="For services that return data, as weather.get_forecasts.",
        examples=["yes"],
    )  # fmt: skip


@action(
    "home_assistant",
    title="Call a Home Assistant service",
    effect=Effect.ONCE,
    says=(
        ("turn_on|turn_off|switch_on|switch_off|dim|flash|blink|toggle|arm|disarm|unlock|light_up|brighten|power_on"),
        (
            "turn|switch|set|open|close|lock|start|stop|change|lower|raise|play|pause|water|activate|adjust … "
            "light|lights|lamp|lamps|thermostat|heating|heater|blinds|shutters|curtains|door|garage|fan|plug|ac|"
            "tv|alarm|scene|music|vacuum|sprinkler|sprinklers|irrigation|temperature|pump|boiler|coffee|switch|"
            "color|colour|playlist|radio|camera|cameras|robot|garden|lawn|kettle|speaker"
        ),
        "turn|switch|shut … everything … off|on",
        "runterfahr~|herunterfahr~|hochfahr~|runterlass~|hochzieh~ … rollladen|rolladen|jalousien|jalousie|markise",
        (
            "light|lights|lamp|lamps|fan|heating|heater|music|tv|licht|lichter|lampe|heizung|musik|lumiere|lumieres|"
            "chauffage|luz|luces off|aus|eteinte|eteintes|apagada|apagadas"
        ),
        ("licht|lichter|lampe|lumiere|lumieres|luz|luces … an|ein|allumee|encendida"),
        "call_service|home_assistant",
        (
            "mach|mache|schalt~|stell … licht|lampe|heizung|an|aus|rollladen|steckdose|musik|ein|lichter|"
            "ventilator|radio|alarm|thermostat"
        ),
        (
            "allume~|eteins|eteindre|ouvre|ferme|enciende~|encender|apaga~|abre|abrir|cierra|cerrar|sube|baja|"
            "accendi|spegni|apri|chiudi|zet|doe … lumiere|lumieres|lampe|chauffage|volets|musique|luz|luces|"
            "lampara|calefaccion|persianas|musica|luce|luci|riscaldamento|tapparelle|aan|uit|licht|radio|porte|"
            "garage|puerta"
        ),
        "allume~|eteins|enciende|apaga|accendi|spegni",
        (
            "turn|switch|set|open|close|lock|unlock|start|stop|lower|raise|sound|silence|trip … window|windows|motor|"
            "gate|valve|skylight|awning|shutter|lock|dehumidifier|humidifier|siren|sirens|relay|socket|outlet|bulb|"
            "strip|leds|led|hvac|air_conditioner|aircon|purifier|doorbell|chime|roller|sauna|pool|fountain|oven"
        ),
        (
            "charge|recharge|feed|heat|cool|preheat|warm_up|air|ventilate|vacuum|mow|irrigate … car|ev|battery|cat|"
            "dog|house|room|floor|lawn|garden|pool|bath|bathroom|bedroom|kitchen|office"
        ),
        (
            "dimm~|dreh~|fahr~|offne|offnen|schliess~|spiel~|verriegel~|entriegel~|luft~|futter~|mach~|start~|"
            "lass~|stell~|heiz~|kuhl~ … lampe|lampen|licht|rollladen|rolladen|jalousie|jalousien|tor|garage|"
            "garagentor|heizung|musik|tur|haustur|kaffee|bad|katze|hund|zimmer|staubsauger|saugroboter|fenster|"
            "markise|radio|fernseher|klimaanlage|vorhange|pool|auto|spulmaschine|waschmaschine|bewasserung"
        ),
        "giess~|bewasser~|mah~ … garten|rasen|blumen|pflanzen|beet",
        "lad|lade|aufladen … auto|e-auto|akku",
        (
            "ferme~|ouvre~|baisse~|monte|monter|regle~|arrose~|lance~|mets|mettre|verrouille~|deverrouille~|prepare~|"
            "nourris|tamise~|demarre~|active|activer|desactive|activer … portail|porte|garage|chauffage|jardin|"
            "plantes|pelouse|"
            "aspirateur|musique|cafe|chat|chien|lumiere|lumieres|volets|store|stores|climatisation|television|tele|"
            "radio|alarme|thermostat|lampe|prise"
        ),
        (
            "cierra~|abre~|baja~|sube~|pon|poner|riega~|regar|activa~|desactiva~|prepara~|haz|da … garaje|puerta|"
            "calefaccion|jardin|plantas|cesped|musica|aspiradora|cafe|gato|perro|luz|luces|persianas|toldo|"
            "aire_acondicionado|tele|television|radio|alarma|termostato|lampara|enchufe|cerradura"
        ),
        (
            "brew|make|prepare|start|run … coffee|espresso|tea|coffee_machine|coffee_maker|dishwasher|"
            "washing_machine|dryer|sprinkler|sprinklers|robot|roomba|vacuum|diffuser"
        ),
    ),
    example={"connection": "Home", "service": "light.turn_on", "entities": ["light.kitchen"]},
    gives=("changed", "states", "response"),
)
async def home_assistant(config: HomeAssistant, ctx: ActionContext) -> dict[str, object]:
    """Call a service. Later steps get changed (entities), states (by entity) and response (of one that answers)."""
    data = house.service_data(config.entities, config.data)
    account = ctx.connection(config.connection)
    return await house.call_service(account, config.service, data, answers=config.answers, clock=ctx.clock)


@home_assistant.words
def _words(config: HomeAssistant) -> str:
    about = f" for {', '.join(config.entities)}" if config.entities else ""
    return f"call {config.service}{about} of “{config.connection}”"


@home_assistant.preview
async def _preview(config: HomeAssistant, ctx: ActionContext) -> str:
    return foretelling.with_values(f"would {_words(config)}", config.data, "with the data")


@home_assistant.touches
def _touches(config: HomeAssistant) -> list[Touch]:
    return [Touch("send", f"a call of {config.service} and the credential of “{config.connection}” to its host")]
