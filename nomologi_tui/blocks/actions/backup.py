"""Back up folders with restic, borg, rsync or tar."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, model_validator

from nomologi_tui.blocks import ActionContext, ConnectionRef, Duration, Effect, PathText, Secret, Serves, Touch, action
from nomologi_tui.blocks.tools.backup import form
from nomologi_tui.blocks.tools.backup.preview import foretold


class Backup(BaseModel, extra="forbid"):
    tool: Literal["restic", "borg", "rsync", "tar"] = Field(
        "restic", title="Program", description="The program that makes the backup.", examples=["rsync"]
    )
    sources: Annotated[list[PathText], AfterValidator(form.check_lines)] = Field(
        title="What", description="The folders and files to back up.", examples=["~/documents, /etc"], min_length=1
    )
    to: Annotated[PathText, AfterValidator(form.check_target)] = Field(
        "", title="To", description="A repository (restic, borg) or a folder (rsync, tar).",
        examples=["/mnt/disk/backup"],
    )  # fmt: skip
    repository: Annotated[ConnectionRef, Serves(("backup",))] = Field(
        "", title="Repository", description="In place of To: a connection to a repository.", examples=["Cloud"]
    )
    password: Secret = Field(
        "", title="Password", description="The repository's password.", examples=["env:RESTIC_PASSWORD"]
    )
    exclude: Annotated[list[str], AfterValidator(form.check_lines)] = Field(
        [], title="Leave out", description="Names or patterns that are not backed up.", examples=["*.tmp, .cache"]
    )
    partly: bool = Field(
        False, title="A part is enough", description="Yes: succeed even if some files can't be read.", examples=["yes"]
    )
    timeout: Duration | None = Field(
        None, title="Time limit", description="How long the whole backup may take.", examples=["2h"], gt=0
    )
    one_place = model_validator(mode="after")(form.one_place)


@action(
    "backup",
    title="Back up folders",
    effect=Effect.REPEATABLE,  # a second time the same state is saved once more, or found as saved
    says=(
        ("tar_up|zip_up … <path>|home|folder|everything", {}),
        ("dump|export … database|db|postgres|postgresql|mysql|mariadb|mongodb|sqlite|tables", {}),
        (
            (
                "back_up|backup|restic|borg|borgmatic|duplicity|snapshot|dump|mysqldump|pg_dump|kopia|rclone_backup|"
                "timeshift|take_backup"
            ),
            {},
        ),
        (
            "lance|lancer|demarre|effectue|lanza|ejecuta|inicia|starte|"
            "make|take|create|do|start|run|perform|mache|erstelle|fais|faire|haz|hacer|crea … backup|backups|"
            "snapshot|snapshots|dump|sicherung|sicherungskopie|sauvegarde|copia_de_seguridad|respaldo|copia"
        ),
        (
            "make|take|create|do|mache|erstelle|fais|faire|haz|hacer|crea … backup|backups|snapshot|sicherung|"
            "sauvegarde|copia|copia_de_seguridad|respaldo folder|directory|<path>|ordner|verzeichnis|dossier|carpeta"
        ),
        ("rsync … backup", {"tool": "rsync"}),
        ("tar … backup", {"tool": "tar"}),
        "back … up",
        "sicher~|sichern",
        "zfs_snapshot|btrfs_snapshot|zfs_send|borgmatic|rdiff-backup|proxmox_backup|vzdump|etckeeper",
        "image|clone|snapshot … disk|pool|dataset|drive|sd_card|vm|system|volume",
        "make|keep|save|take … safety_copy|backup_copy|offsite_copy|copy_of_my",
        ("sichere|sauvegarde|sauvegarder|respalda~|salvaguarda|hacer_copia|haz_copia|copia_de_seguridad|fai_backup"),
        "maak … back-up|backup",
        "sauvegarde~|respald~",
        "backuppe|backupen|wegsicher~",
        "export … archive|database|all|everything|data|workflows|config|configuration|settings",
        (
            "noun tarball|disk_image|backup|backups|dump|snapshot|snapshots|sicherung|sauvegarde|"
            "copia_de_seguridad|respaldo|"
            "database_dump|db_dump|back-up|datensicherung|copia|copias_de_seguridad"
        ),
        (
            "mach|mache|machen|zieh|ziehe|ziehen|leg|lege|fertige … backup|sicherung|snapshot|abbild|"
            "sicherungskopie|sauvegarde"
        ),
        "dump~|dumpe|export~|exporte|exporta|exportier~|save … datenbank|database|base_de_donnees|base_de_datos|db",
        "restore_point|recovery_point",
    ),
    example={"tool": "restic", "sources": ["~/documents"], "to": "/mnt/disk/backup", "password": "env:RESTIC_PASSWORD"},
    gives=(
        *("snapshot", "files", "files_new", "files_changed", "bytes", "bytes_added", "partly", "problems", "seconds"),
        *("was_there", "tool", "to"),
    ),
)
async def backup(config: Backup, ctx: ActionContext) -> dict[str, object]:
    """Back up folders; what was done comes as numbers. A backup with files missing is a failure unless you allow it."""
    from nomologi_tui.blocks.tools.backup.run import back_up

    return await back_up(config, ctx)


@backup.words
def _words(config: Backup) -> str:
    return f"back up {', '.join(config.sources)} to {form.said(config)}"


@backup.touches
def _touches(config: Backup) -> list[Touch]:
    return [*(Touch("read", one) for one in config.sources), *form.target_touches(config)]


backup.preview(foretold)
