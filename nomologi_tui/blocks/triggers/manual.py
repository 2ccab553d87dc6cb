"""Nothing but a person starts it."""

from collections.abc import AsyncIterator

from pydantic import BaseModel, Field

from nomologi_tui.blocks import Event, PreviewContext, TriggerContext, trigger


class Manual(BaseModel, extra="forbid"):
    inputs: dict[str, str] = Field(
        {}, title="Inputs", description="What is asked when it is run; later steps see {{ event.NAME }}.",
        examples=["title: Untitled"],
    )  # fmt: skip


@trigger(
    "manual",
    title="When I run it",
    says=(
        "shortcut|hotkey|keyboard_shortcut|tastenkurzel|raccourci|atajo",
        "i|ich|je|yo & press|push|drucke|appuie|pulso & button|key|knopf|taste|bouton|boton",
        (
            "by_hand|quick_action|one_tap|one-tap|with_one_key|manually|on_demand|on_request|one_click|"
            "when_i_say_so|only_when_i_say_so|i_say_so|"
            "when_i_run_it|if_i_run_it|ad_hoc|whenever_i_want|i_ask|i_feel_like_it|one_command|single_command"
        ),
        "button|hotkey|shortcut_key|keypress|key_press",
        "i & press|click|hit|tap|push|trigger|drucke|klicke|appuie|clique|pulse|pulso",
        (
            "von_hand|manuell|auf_knopfdruck|auf_abruf|wenn_ich_es_sage|auf_zuruf|knopf|a_la_main|manuellement|"
            "a_la_demande|bouton|a_mano|manualmente|bajo_demanda|boton|cuando_yo_lo_diga|a_richiesta|handmatig"
        ),
        (
            "ich_es_sage|je_le_demande|yo_lo_pida|lo_pida|se_lo_pida|le_demande|je_le_dis|j'appuie|lo_diga|"
            "i_tell_you|i_say"
        ),
    ),
    example={"inputs": {"title": "Untitled"}},
)
async def manual(config: Manual, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start only when a person runs the automation, who may fill in its inputs."""
    while True:
        ctx.alive()
        await ctx.clock.sleep(30)
    yield  # unreachable: it makes this function a generator


@manual.words
def _words(config: Manual) -> str:
    return "when you run it" + (f" and fill in {', '.join(config.inputs)}" if config.inputs else "")


@manual.preview
async def _preview(config: Manual, ctx: PreviewContext) -> str:
    asked = "".join(
        f"\n  {name} (unless you say otherwise: {default or 'nothing'})" for name, default in config.inputs.items()
    )
    asks = f" It asks for:{asked}" if asked else ""
    return f"Nothing starts it by itself: start it in the app, or by `nomologi run`.{asks}"
