"""Run a command, with or without a shell; its values arrive as arguments or environment, never as shell text."""

from pydantic import BaseModel, Field, field_validator

from nomologi_tui.blocks import ActionContext, Command, Effect, Folder, Touch, action
from nomologi_tui.blocks.tools.commands.environment import Environment
from nomologi_tui.blocks.tools.commands.form import GoodExitCodes, Output, Stdin, TimeLimit
from nomologi_tui.blocks.tools.commands.result import read_result
from nomologi_tui.blocks.tools.commands.run import check_command, filled_command, run_command_line, shown_command


class RunCommand(BaseModel, extra="forbid"):
    command: Command = Field(
        title="Command", description="A program with arguments, or a shell line.", examples=["df -h /"]
    )
    folder: Folder = Field("~", title="Folder", description="The folder it runs in.", examples=["~/projects/site"])
    environment: Environment = Field(
        {}, title="Environment", description="More environment variables.", examples=["LANG: C"]
    )
    stdin: Stdin = ""
    timeout: TimeLimit = None
    expect: GoodExitCodes = [0]
    output: Output = "text"

    @field_validator("command")
    @classmethod
    def _readable(cls, command: str) -> str:
        return check_command(command)


@action(
    "run_command",
    title="Run a command",
    effect=Effect.ONCE,
    says=(
        "kick_off|mute|unmute|defragment|compact|sweep|tidy_up|archive_logs|prewarm|warm_up|retry|rerun",
        (
            "shut|power|turn|switch … down|off|on … computer|monitor|screen|server|pc|machine|laptop|wifi|vpn|"
            "bluetooth|display"
        ),
        (
            "turn|switch|power|shut desktop|computer|pc|server|machine|laptop|monitor|screen|nas|box|workstation "
            "off|on|down"
        ),
        "publish|release|ship|roll_out … site|website|blog|docs|page|pages|app|package|build|documentation",
        "shut … computer|pc|machine|laptop|server|everything|it … down",
        (
            "turn_off|turn_on|switch_off|switch_on|shut_down|suspend … computer|monitor|screen|server|pc|machine|"
            "laptop|wifi|"
            "vpn|bluetooth|display|rechner|bildschirm"
        ),
        "start|stop|begin … recording|streaming|import|export|upload|sync|scan|render|build|download|report|tunnel|vpn",
        (
            (
                "send|tell|give|show|post|text|push|schick~|sende|zeig~|envoi~|manda~|dime … "
                "output|result|results|ausgabe|ergebnis|sortie|resultat|salida|resultado … <quoted>"
            ),
            {"_then": "notify", "_then_web": ["http_request", {"method": "POST"}]},
        ),
        (
            (
                "mail|email|mails|emails|maile|mailen … output|result|results|ausgabe|ergebnis|sortie|resultat|"
                "salida … <quoted>"
            ),
            {"_then": "send_email"},
        ),
        (
            (
                "log|write|append|save|store|record|put|schreib~|speicher~|enregistr~|guarda~ … output|result|results|"
                "stdout|"
                "ausgabe|sortie|resultat|salida … <quoted>"
            ),
            {"_then": "write_file"},
        ),
        (
            "open|launch|start|close|quit … firefox|chrome|chromium|terminal|"
            "editor|spotify|slack|outlook|steam|obs|vlc|"
            "thunderbird|vscode|zoom|teams|calculator|music|player"
        ),
        (
            "aufgehen|aufmachen|aufrufen|aufbauen|verbinden|trennen|mounten|einhangen|offnen|schliessen|wechseln|erzeugen|bauen|entsperren|sperren"
        ),
        "store|take … picture|photo|snapshot <path>",
        "fetch|get|pull|sync|update|check|renew|test|clean|upload|back_up … with|using|by <quoted>",
        (
            "run|runs|execute|launch|invoke|trigger|start|call|run_off … script|scripts|command|commands|program|"
            "job|cronjob|cron_job|binary|executable|<path>|<quoted>|playbook|ansible|query|task|skript|cron|"
            "test|tests|benchmark"
        ),
        "run|execute|exec",
        "back_up_with",
        "take|make|do|create|back_up|snapshot|mirror|sync|dump|export|record … with|using|by|mit|avec|con <script>",
        "bring_up|fire_up|spin_up|start_up <path>|<quoted>",
        "turn|make … into pdf|pdfs|mp3|mp4|mobi|epub|jpg|png|webp|mkv|flac|text|html|gif|video|docx",
        "call_command|run_script|start_script|shell_command",
        "ausfuhr~|starte|starten|abspielen|spiele … ab|<path>|<quoted>",
        "ausfuhr~|starte|starten|laufen_lassen",
        "fuhre … aus",
        "starte|starten … skript|script|befehl|programm|<path>|<quoted>",
        "execut~|lance|lancer|lanza|lanzar|ejecut~|corre|correr|esegui|eseguire|avvia|voer|uitvoer~",
        "demarre|demarrer|inicia|arranca|relance … script|commande|<path>|<quoted>|conteneur|contenedor",
        (
            "convert|transcode|compress|resize|reboot|shut_down|shut_off|shutdown|power_off|update|upgrade|install|build|"
            "compile|deploy|clean_up|cleanup|clean|purge|prune|optimize|optimise|vacuum|render|rotate|kill|"
            "terminate|stop|suspend|hibernate|lock|mount|unmount|eject|defrag|scrub|scan|rebuild|reindex|"
            "regenerate|generate|retrain|restart|reload|redeploy|pull_image|flush|clear|empty|truncate|ocr|"
            "encode|extract_text|wipe|refresh|recreate|patch|apply|enable|disable|activate|provision|reset|"
            "benchmark|lint|crop|watermark|set_wallpaper|change_wallpaper|rescan|renice|dump_stats|screenshot|"
            "take_screenshot|print|measure"
        ),
        "pause|resume|unpause … server|container|containers|vm|service|app|docker|downloads|torrents|it|them",
        "<script>",
        "<shell>",
        "create|make|erstell~|cree|crea|lege … folder|directory|ordner|verzeichnis|dossier|carpeta",
        ("by|with|using <path>", {"_means": True}),
        "start|stop|restart|bring_up|spin_up docker_compose|docker-compose|compose|stack",
        (
            "start|spin_up|bring_up|boot|launch|open|quit|close|mute|set … server|"
            "vm|app|application|browser|page|game|program|url|<url>|machine|wallpaper|"
            "volume|brightness|downloads|torrents|instance|stack|it|them"
        ),
        (
            "konvertier~|wandle|wandel|umwandeln|komprimier~|aktualisier~|update|neustart~|neustarten|"
            "neu_starten|herunterfahren|runterfahren|ausschalten|aufraumen|leere|leeren|installier~|bereinig~|"
            "beende|beenden|stoppe|stoppen|ausdrucken|drucke"
        ),
        "ruf|rufe|fuhr|fuhre|fuehre … <path> … auf|aus",
        "starte … neu",
        "fahre … herunter|runter",
        "raume … auf",
        (
            "convertis|convertir|compresse~|redemarre~|mets_a_jour|mettre_a_jour|nettoie|nettoyer|vide|vider|"
            "arrete|eteins|convierte|comprime|reinicia~|actualiza~|limpia~|vacia~|apaga_el|deten|converti|"
            "comprimi|riavvia~|aggiorna~|pulisci|spegni"
        ),
        (
            (
                "zpool|apt|apt-get|certbot|docker|docker-compose|systemctl|pg_dump_all|ffmpeg|yt-dlp|youtube-dl|"
                "python|python3|bash|npm|cargo|ansible-playbook|terraform|kubectl|rclone_check|smartctl|fstrim|btrfs|"
                "speedtest|wget|rkhunter|clamscan|freshclam|brew|pacman|dnf|flatpak|php|perl|ruby|sudo|logrotate|"
                "rclone|sqlite3|paplay|aplay|mpv|ufw|iptables|notify-send|xrandr|rsnapshot|journalctl|cd|"
                "nmap|ocrmypdf|imagemagick|exiftool|pip"
            ),
            {"_whole": True},  # the command begins with the program's name
        ),
        (
            "noun disk_cleanup|cleanup|clean-up|speedtest|speed_test|system_update|updates|reboot|restart|"
            "cronjob|cron_job|virus_scan|log_rotation|scrub|script|command|vulnerability_scan|security_scan"
        ),
        (
            "shrink|merge|split|minify|normalize|normalise|trim|rip|burn|sign|encrypt|decrypt|validate|format|deploy|"
            "rollback|roll_back|migrate|remount|reconnect|reinstall|uninstall|renew|recalculate|calculate|count|train|"
            "preload|power-cycle|free_up|squeeze|strip|stitch|concatenate|import|process|test|verify|repair|fix"
        ),
        "relance|relancer|arreter|eteindre|coupe|couper|allume|demarre|apaga|enciende|para|detener|abre|cierra",
        (
            "lower|raise|dim|reduce|increase|decrease|set … brightness|volume|governor|fan_speed|priority|"
            "display|resolution"
        ),
        (
            "open|show|launch|bring_up … client|calendar|mail_client|notes|website|dashboard|folder|project|"
            "window|tab|pdf|document|map|<url>"
        ),
        "restore|revert|undo|roll|put … back|original|snapshot|previous_version|old_version",
        "start|launch|stop|kill",
        (
            "touch|export|connect|disconnect … <path>|vpn|wifi|network|tunnel|wireguard|openvpn|bluetooth|"
            "bookmarks|database"
        ),
        "throttle|renice|limit|cap|boost|scale|drain|failover|fail_over|switch_over|free|release|dim_screen|play",
        "feed|hand|pipe it|them|files|file|each",
        "pass it|them|files|file|each … to <path>|<quoted>|script",
        (
            "aushangen|aushangt|unmounten|durchstarten|ausrollen|einspielen|rebooten|killen|"
            "abschiessen|wegraumen|loschen_lassen|anwerfen|anstossen|anschmeissen"
        ),
        "snapshot|capture|photograph|grab|take … camera|webcam|frame|screen|screenshot|desktop|still",
        "raum~ … auf",
        (
            "rotier~|sperre|sperren|baue|bauen|deploye|deployen|verkleiner~|scanne|scannen|"
            "teste|testen|verbind~|trenn~|"
            "mounte|unmounte|defragmentier~|optimier~|kompilier~|generier~|packe|packen|repariere|"
            "komprimier~|konvertier~|durchlauf~|renderen|zippe|zippen … platte|"
            "festplatte|bildschirm|seite|"
            "website|logs|protokolle|bilder|fotos|vpn|viren|backup|laufwerk|cache|daten|datei|dateien|video|videos|"
            "system|netzwerk|container|dienst|server|dateisystem|datenbank|zertifikat|<path>|<quoted>"
        ),
        "lass~ … laufen|durchlaufen|ausfuhren",
        "laufen|durchlaufen lassen",
        "mach|mache|machen|erstell~|nimm … screenshot|bildschirmfoto|aufnahme|thumbnail|thumbnails|vorschaubilder",
        "hang~|hange … aus|ein",
        "bind~ … ein",
        "versetz~|schick~ … ruhezustand|standby|schlaf",
        "wirf|werfe|stoss … an",
        "schalt~ … monitor|bildschirm|rechner|pc|server|computer|laptop … aus|ab|ein|an",
        (
            "verrouill~|installe|installer|imprim~|demont~|monte|monter|deploi~|redimensionn~|"
            "genere|teste|extrai~|"
            "desinstalle~|purge~|optimise~|scanne~|mets_en_veille|execute"
        ),
        "fais|faire|prends … capture|copie_d'ecran|menage",
        (
            "bloque~|instala|instalar|imprim~|desmont~|monte|monter|compila|compilar|"
            "redimension~|genera|prueba|extrae|"
            "desinstal~|purga|purgar|optimiza|optimizar|escane~|suspende|suspender"
        ),
        "haz|toma|hacer … captura|limpieza",
        "warm|preheat … cache",
        "check|fsck|repair … filesystem|file_system|disk|disks|raid|integrity|consistency",
        (
            "drop_caches|dedupe|deduplicate|seed|unlock_screen|close_windows|close_all|log_out|log_off|logs_out|"
            "sign_out|lock_out|kick_out|tag … image"
        ),
        "log|sign|kick … out|off … user|users|guest|guests|kid|kids|me|account|session|sessions",
        "shut|bring|take|power … vm|vms|machine|server|pc|computer|container|containers|stack … down|off",
        "turn … volume … down|up",
        "record|capture … stream|show|radio|screen|desktop",
        "lock … screen|session|desktop|workstation|computer|laptop|pc",
        (
            "load|import|feed|ingest … postgres|postgresql|database|db|influx|influxdb|elasticsearch|mysql|"
            "paperless|warehouse|sqlite"
        ),
        (
            "block|ban|unban|unblock|blacklist|whitelist|firewall … ip|ips|address|host|domain|port|traffic|device|"
            "mac|attacker|client"
        ),
        (
            "switch|change|set|point|move … dns|resolver|route|gateway|governor|profile|runlevel|hostname|timezone|"
            "config"
        ),
        (
            "pruf~|kontrollier~|verifie|verifier|comprueba|verifica|check … platte|festplatte|dateisystem|raid|"
            "integritat|disque|disco"
        ),
    ),
    example={"command": "tar czf /tmp/notes.tgz notes", "folder": "~", "timeout": "10 min"},
    gives=("stdout", "stderr", "exit_code", "seconds", "cut", "lines", "json", "command"),
)
async def run_command(config: RunCommand, ctx: ActionContext) -> dict[str, object]:
    """Run a program; its values are arguments. A line with shell signs (| > $ ; *) runs in /bin/sh."""
    ended = await run_command_line(config, ctx)
    result = read_result(ended, config.command, config.expect, config.output)
    return {"command": filled_command(config, ctx), **result}


@run_command.words
def _words(config: RunCommand) -> str:
    return f"run `{' '.join(config.command.split())}`"


@run_command.preview
async def _preview(config: RunCommand, ctx: ActionContext) -> str:
    return shown_command(config, ctx)


@run_command.touches
def _touches(config: RunCommand) -> list[Touch]:
    return [Touch("run", config.command)]
