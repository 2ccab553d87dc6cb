"""A disk, a network or a person comes to this machine, or goes."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import BlockError, Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.looking import Memory, looks
from nomologi_tui.blocks.tools.machine.device_form import Device, device_words
from nomologi_tui.blocks.tools.machine.devices import there_now
from nomologi_tui.blocks.tools.machine.presence import changes

_SHOWN = 10


@trigger(
    "device",
    title="When a disk, a network or a person comes or goes",
    says=(
        "ups|usv & battery|mains|batterie|akku",
        "laptop|notebook|computer|charger|ac|mains & unplugged|plugged_in|on_battery|battery_power",
        (
            (
                "usb|usb_stick|usb_drive|usb_disk|usb_device|stick|drive|disk|hdd|ssd|external_drive|sd_card|"
                "memory_card|thumb_drive|pendrive|flash_drive|card|camera|keyboard|ereader|e-reader|kindle|mp3_player|dongle|festplatte|platte|usb-stick|"
                "cle_usb|disque|memoria_usb|disco|chiavetta|headset|monitor|dock & plugged_in|plug_in|plug|plugged|"
                "plugs|insert|inserted|inserts|connect|connected|connects|attach|attached|eingesteckt|einsteck~|ansteck~|angesteckt|"
                "angeschlossen|anschliesse|branche|brancher|inseree|conect~|enchuf~|inserit~|collegat~"
            ),
            {"when": "a disk is plugged in"},
        ),
        (
            (
                "drive|disk|hdd|ssd|volume|share|stick|partition|nfs|usb|sd_card|folder|festplatte|laufwerk|disque|"
                "disco|card & mount|mounts|mounted|gemountet|eingehangt|monte|montado|montada|montato"
            ),
            {"when": "a disk is mounted"},
        ),
        (
            (
                "drive|disk|hdd|ssd|volume|share|stick|nfs|usb|festplatte|disque|disco & unmount|unmounts|unmounted|"
                "ejected|eject|ausgehangt|demonte|desmont~"
            ),
            {"when": "a disk is unmounted"},
        ),
        (
            (
                "usb|stick|drive|disk|card|phone|charger|keyboard & unplug|unplugged|unplugs|removed|pulled_out|"
                "disconnected|disconnects|abgezogen|debranche|desconect~"
            ),
            {"when": "a disk is unplugged"},
        ),
        (
            (
                "wifi|wi-fi|wlan|wireless|wireless_network|network|ethernet|lan|ssid|vpn|home_network|office_network|"
                "netzwerk|netz|reseau|red|rete|hotspot & connect|connects|connected|connecting|join|joins|joined|"
                "switches|verbindet|verbunden|einwahl|connecte|conecta|conectado|connette|reach|enter|changes|change"
            ),
            {"when": "a network connects"},
        ),
        (
            (
                "wifi|wi-fi|wlan|wireless|network|ethernet|vpn|internet|internet_connection|connection|netzwerk|"
                "internetzugang|internetverbindung|reseau|red & disconnect|disconnects|disconnected|drops|"
                "drop|lost|loses|goes_away|leaves|leave|"
                "getrennt|weg|deconnecte|desconecta|cable_unplugged|verlasst|quitte"
            ),
            {"when": "a network disconnects"},
        ),
        (
            (
                "user|somebody|someone|anyone|anybody|root|person|ssh|jemand|quelqu'un|alguien|who & log_in|login|"
                "logs_in|logged_in|logging_in|logins|ssh_login|ssh_session|sign_in|signs_in|anmeldet|einloggt|"
                "connecte|inicia_sesion|inicie_sesion|ouvre_une_session"
            ),
            {"when": "somebody logs in"},
        ),
        (
            "user|somebody|someone|i|session & log_out|logs_out|logout|logoff|sign_out|abmeldet",
            {"when": "somebody logs out"},
        ),
        (
            "phone|handy|telefono|telephone & plug|plugs|plugged|plug_in|plugged_in|attach|attached",
            {"when": "a disk is plugged in"},
        ),
        "new_kernel|kernel & installed|update",
        (
            "power|strom|courant|electricity & goes_out|outage|out|cut|fails|lost|back|returns|weg|fallt_aus|"
            "ausfall|coupure"
        ),
        "before|on & shutdown|shutting_down|shut_down|poweroff|logout|suspend",
        (
            "lid|suspend|resume|sleep|hibernate|wakes_from_sleep|wake_from_sleep|wakes_up_from_sleep|"
            "unlock_screen|screen_locks|lock_screen|screen_is_locked|screen_unlocks|ac_power|charger|"
            "power_adapter|power_outage|on_battery|headphones|bluetooth|bluetooth_headset|hdmi|external_monitor|"
            "second_monitor|display|kernel_update|package_updates|security_updates|system_updates|"
            "reboot_required|updates_available & close|closes|closed|opens|plugged|unplugged|connect|connects|"
            "connected|connecting|disconnect|disconnects|lost|available|from|resumes|suspends|goes|screen|locks|"
            "unlocks|laptop|computer|wakes|power|restored|fails|required|installed"
        ),
        (
            "resumes_from_suspend|wakes_from_suspend|wakes_from_sleep|goes_to_sleep|reboot_required|"
            "updates_available|security_updates|package_updates|lid_closes|lid_opens|power_outage|power_cut|"
            "stromausfall"
        ),
        ("usb|cle_usb|disque|stick|disque_dur|carte_sd & branche~|insere~|connecte~", {"when": "a disk is plugged in"}),
        (
            "webcam|camera|keyboard|mouse|monitor|dock|headset|headphones|printer|yubikey|controller|gamepad|tablet & "
            "unplugged|unplug|removed|disconnected|disconnects|plugged_in|connected|attached"
        ),
        "ssh's|sshes|sshs|ssh_into|ssh_in|logs_into|remote_login|anmeldung_per_ssh",
        "aufwachen|standby|ruhezustand|bereitschaft|aufwacht|reveil|veille|suspension",
        (
            "screen|desktop|session|laptop|computer|pc|bildschirm & locked|unlocked|locks|unlocks|unlock|"
            "gesperrt|entsperrt"
        ),
        "power|electricity|strom & comes_back|restored|is_back|back_on",
        "laptop|notebook & lid & close|closes|closed|open|opens|opened|shut",
        (
            "sd_karte|speicherkarte|usb_stick|festplatte|stick|karte & einstecken|anstecken|eingesteckt|"
            "angesteckt|reinstecke"
        ),
        (
            (
                "usb|usb_stick|usb_drive|usb_disk|stick|external_drive|external_disk|hdd|sd_card|thumb_drive|"
                "memory_card|festplatte|usb-stick|cle_usb|disque_externe|memoria_usb|pendrive & <comes>|recognised|"
                "recognized|detected|found|present|available|erkannt|reconnu|detectado"
            ),
            {"when": "a disk is plugged in"},
        ),
        "plug|plugs|unplug|unplugs & laptop|notebook|charger|cable|dock|power_supply",
        "any plugged_in|unplugged|plug_in|eingesteckt|branche|enchufo",
        (
            "laptop|notebook|deckel|netzteil|ladekabel|ladegerat|capot|tapa|cargador|chargeur & zugeklappt|"
            "aufgeklappt|geschlossen|geoffnet|abgezogen|eingesteckt|angeschlossen|debranche|ferme|cierra|cierro|"
            "desenchufa|desenchufo|enchufo|unplugged"
        ),
        (
            "alguien|usuario|jemand|quelqu'un|utilisateur|someone|somebody|anyone & ssh",
            {"when": "somebody logs in"},
        ),
    ),
    example={"when": "a disk is mounted", "name": "/mnt/backup"},
    gives=(
        "text",
        "mount_point",
        "device",
        "file_system",
        "label",
        "uuid",
        "size",
        "card",
        "network",
        "address",
        "user",
        "terminal",
        "since",
        "from",
    ),
)
async def device(config: Device, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each disk that is mounted or plugged in, network that connects, or person who logs in; or goes.

    Later steps get text and, of a disk, mount_point, device, file_system (label, uuid and size of one that is plugged
    in); of a network card, network (the name of a Wi-Fi, where `iw` is installed), address; of a person user,
    terminal, since, from. Without a name only disks, folders of other machines and networks that are not for
    containers count. It looks every few seconds: what comes and goes in between is not seen.
    """
    memory = Memory(ctx, f"{config.when} {config.name}")
    async for _ in looks(ctx, config.every):
        there = await there_now(config, ctx.clock, ctx.process_name)
        async for event in changes(memory, there, comes=config.comes, at_once=config.first == "at once"):
            yield event


@device.words
def _words(config: Device) -> str:
    return device_words(config)


@device.preview
async def _preview(config: Device, ctx: PreviewContext) -> str:
    try:
        there = await there_now(config, ctx.clock)
    except BlockError as error:
        return f"{error.message} {error.hint}".strip()
    lines = [f"  {one['text']}" for one in list(there.values())[:_SHOWN]]
    return "\n".join(["There now:" if there else "Nothing like it is there now.", *lines])


@device.touches
def _touches(config: Device) -> list[Touch]:
    return [Touch("read", "which disks, networks and people are at this machine")]
