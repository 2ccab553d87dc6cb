"""Another automation has ended, or the runner has started."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, Level, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.following import DEEPEST, RUNNER, After, after_words, counts, depth_of, ending_data


@trigger(
    "after",
    title="After another automation",
    says=(
        ("<job> & failure|failures|alert|alerts|notification|notifications|error|errors", {"when": "automation fails"}),
        ("<job>|deploy|sync & <fails>", {"when": "automation fails"}),
        ("<job> & <ends>", {"when": "automation succeeds"}),
        (
            (
                "sync|import|export|deploy|deployment|restore|migration|render|upload|download & <ends>|is_through|"
                "went_through"
            ),
            {"when": "automation succeeds"},
        ),
        ("last|previous|latest & run|backup|job|sync & <fails>|not|ago|old", {"when": "automation fails"}),
        ("sync|import|export|restore|migration|upload|download & <fails>", {"when": "automation fails"}),
        ("<title> & <ends>", {"when": "automation succeeds"}),
        ("<title> & <fails>", {"when": "automation fails"}),
        ("renewal|nightly|import|export & run|job|script|automation & <ends>", {"when": "automation succeeds"}),
        ("<job>|executions & <fails>|failed|<dies>", {"when": "automation fails"}),
        ("how … <job> & went|goes|did|ran|ended", {"when": "automation ends"}),
        ("another_automation|automation|other_automation & <starts>|fires|triggers", {"when": "automation ends"}),
        (
            "another_automation|automation|workflow|job & skipped|is_skipped|gets_skipped|was_skipped",
            {"when": "automation is skipped"},
        ),
        (
            (
                "workflow|automation|flow|job|jobs|run|execution|pipeline|build|deployment|backup|backups|task|"
                "script & <fails>|errors|alert|status|report|problem|problems|result"
            ),
            {"when": "automation fails"},
        ),
        ("anything|something|any_of_them & <fails>", {"when": "automation fails"}),
        ("runner & <starts>", {"when": "the runner starts"}),
        (
            (
                "@reboot|startup|start_up|boot|boots|boot_up|reboot|reboots|rebooting|log_in|login|logon|log_on|"
                "logs_in|logging_in|sign_in|power_on|powers_on|power_up|system_start|system_startup|booting|"
                "power_cut|power_outage|power_failure|stromausfall|panne_de_courant|apagon|hochfahren|systemstart|hochgefahren|anmelden|anmelde|anmeldung|neustart|demarrage|demarre|"
                "redemarrage|ouverture_de_session|connexion|arranque|arrancar|arranca|inicio_de_sesion|"
                "iniciar_sesion|enciendo|encender|reinicio|reiniciar|avvio|accensione|opstarten"
            ),
            {"when": "the runner starts"},
        ),
        (
            "<machine>|system & back|back_up|up & reboot|restart|neustart|redemarrage|reinicio",
            {"when": "the runner starts"},
        ),
        (
            "<machine>|system & <starts>|turns_on|comes_up|restarts|rebooted",
            {"when": "the runner starts"},
        ),
        "thing workflow|workflows|deployment|deployments|backups|cron_jobs|cron_job|builds|automations",
        ("tests|test_suite|unit_tests|checks & pass|passes|succeed|green|<ends>", {"when": "automation succeeds"}),
        ("tests|test_suite|unit_tests|checks & <fails>|red", {"when": "automation fails"}),
        ("backup|sync|deploy|build|import|export|restore|dump run|runs|cycle", {"when": "automation ends"}),
        ("thing <job>", {"when": "automation ends"}),
        (
            "any <ends>",
            {"when": "automation succeeds"},
        ),
        (
            "any <fails>",
            {"when": "automation fails"},
        ),
        (
            "renewal|renew|certbot|cert-bot & <fails>",
            {"when": "automation fails"},
        ),
        (
            "nomologi|the_runner & <starts>",
            {"when": "the runner starts"},
        ),
        (
            "<machine>|system|pc|session|sesion|portatil|ordenador|ordinateur|rechner|computer & <starts>",
            {"when": "the runner starts"},
        ),
        (
            (
                "inicio_sesion|inicie_sesion|abro_sesion|ouvre_ma_session|session & ouvre|sesion|inicio|abro|ma|"
                "ouverture"
            ),
            {"when": "the runner starts"},
        ),
        (
            "synchronisation|sauvegarde|sincronizacion|sicherung|backup|copia_de_seguridad & <ends>",
            {"when": "automation succeeds"},
        ),
        (
            "backup|copia_de_seguridad|sauvegarde|sicherung & no|not|nicht|pas|ne",
            {"when": "automation fails"},
        ),
    ),
    example={"when": "automation fails", "automation": "nightly-backup"},
    gives=("automation", "run", "status", "summary", "error", "started", "finished", "depth"),
)
async def after(config: After, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each run of another automation that ends so, or each time the runner starts."""
    if config.when == RUNNER:
        async for mark, began in ctx.runner_starts():
            yield Event(f"runner:{mark}", {"started": began.isoformat()})
        return
    async for slug, ending in ctx.endings(config.automation):
        if not counts(config, ending.run):
            continue
        if depth_of(ending.run) >= DEEPEST:
            ctx.log(f"Run {ending.run.id} of {slug} was the last of {DEEPEST} that started each other.", Level.WARNING)
            continue
        yield Event(f"run:{ending.run.id}", ending_data(ending, slug), cursor=ctx.place_of(ending))


@after.words
def _words(config: After) -> str:
    return after_words(config)


@after.preview
async def _preview(config: After, ctx: PreviewContext) -> str:
    if config.when == RUNNER:
        return "Starts each time the runner does: the app, or `nomologi runner`."
    return f"Starts {after_words(config)}, from when it is switched on; {config.automation} itself stays as it is."


@after.touches
def _touches(config: After) -> list[Touch]:
    return [
        Touch(
            "listen", "to the start of the runner" if config.when == RUNNER else f"to the runs of {config.automation}"
        )
    ]


@after.follows
def _follows(config: After) -> list[str]:
    return [] if config.when == RUNNER else [config.automation]
