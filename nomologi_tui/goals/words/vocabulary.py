"""Words that many blocks share, by what they say: blocks name a class (`<down>`) in their patterns.

English, German, French, Spanish, a little Italian and Dutch. Written without accents where one letter stands for two.
"""

# The classes of what may happen
HAPPENINGS = (
    "comes", "published", "changes", "gone", "down", "up", "slow", "fails", "ends", "dies", "expires", "opens",
    "detects", "starts", "full", "limit", "session",
)  # fmt: skip
CLASSES = {
    # what happens
    "new": (
        "new newly recent latest fresh another incoming neu neue neuer neues neuen nouveau nouvelle nouveaux "
        "nouvelles nouvel nuevo nueva nuevos nuevas nuovo nuova nuovi nuove nieuw nieuwe"
    ),
    "comes": (
        "reaches reach aparezc~ llegue entre entra turns_up is_there vorhanden reinkommt hereinkommt gelegt "
        "arrivent atterrit arrive come comes_in come_in appear land show_up shows_up receive received get got gets "
        "added add create created drop dropped lands save saved upload uploaded download downloaded copied put "
        "moved_to pops_up delivered delivers_in generated written_to exists ankomm~ ankommt kommt eintrifft "
        "auftauch~ erschein~ erhalte bekomme hinzugefugt erstellt hochgeladen liegt landet eingeht apparait recois "
        "recoit ajout~ depose cree recu placed eingegangen reinkommen fertig_geladen llega lleg~ aparece recib~ "
        "anad~ crea creado sube subid~ arriva appare ricevo aggiunt~ binnenkomt verschijnt lands_in trickles_in "
        "ends_up ends_up_in end_up winds_up wind_up finds_its_way "
        "rolls_in reingeflattert hereinschneit eintrudelt eintreffen hereinkommen aufschlagt llegan lleguen entren "
        "aparezca aparezcan arrives_in rein_kommt kommen eingehen ankommen eingehende entrante entrantes entrant "
        "enter enters entered entrants incoming gespeichert hochladt reingelegt suba suban anada se_anada "
        "agregue se_agrega depose_dans"
    ),
    "published": (
        "salga salgan sorte sortent goes_live is_live publish publishes published post posts posted release "
        "released releases upload uploads uploaded drop drops dropped out comes_out come_out available is_out "
        "announce veroffentlich~ erscheint erschienen rauskommt herauskommt publie sort publica publicad~ sale "
        "lanza esce uitkomt herausgegeben veroffentlicht_wird raus_ist draussen_ist est_sortie est_sorti "
        "haya_salido haya publique saque publiquen ships shipped tagged is_cut lands"
    ),
    "changes": (
        "cambie muta muto get_changed change_in change changed changes update updated updates modify modified edit "
        "edited differ differs different altered touched written overwritten saved andert geandert andern "
        "anderung aktualisiert bearbeitet modifi~ cambi~ modific~ actualiz~ wijzig~ verandert sich_andert "
        "geanderte geanderten modifie modifies "
        "anders_ist se_modifie est_modifie cambien cambio se_actualiza se_actualice gets_edited is_different moves"
    ),
    "gone": (
        "is_gone goes_missing vanishes weg borre delete deleted remove removed disappear vanish missing gone deletes "
        "deleting deletion loscht geloscht entfernt verschwindet supprim~ disparait efface elimin~ borr~ desaparece "
        "cancellat~ verwijderd"
    ),
    "down": (
        "deja_de_responder deje_de_responder dejan_de_responder deja_de_funcionar deje_de_funcionar ne_marche_plus "
        "ne_fonctionne_plus nicht_mehr_antwortet caiga tombe~ falls_over goes_away no_longer_reachable "
        "isn't_reachable doesn't_load won't_load weg_ist no_funciona ne_repond_pas ne_repond_plus repond down "
        "offline unreachable unavailable inaccessible dead downtime outage uptime not_respond stop_respond "
        "stops_responding not_reply doesn't_respond doesn't_answer isn't_responding not_answer not_reachable "
        "not_up isn't_up not_pingable no_longer_pingable not_available not_alive not_online times_out timeout "
        "time_out unresponsive goes_dark can't_be_pinged can't_be_reached cannot_be_reached drops_off "
        "loses_connection lost "
        "disconnected disconnects unhealthy up alive reachable online responding nicht_erreichbar erreichbar "
        "ausfallt ausfall nicht_antwortet antwortet weg hors_ligne injoignable indisponible tombe en_panne "
        "accessible caido caida cae se_cae no_responde inaccesible disponible irraggiungibile giu non_risponde "
        "onbereikbaar bereikbaar plat lauft works working funktioniert marche funciona isn't_answering "
        "not_answering answering lahmt haengt is_away not_there gone_offline goes_offline wegbricht "
        "verschwindet_aus nicht_da nicht_ansprechbar abschmiert no_contesta no_va no_carga caida_de ne_charge_plus "
        "est_tombe est_tombee bricked unplugged_from stops_answering stops_working no_longer_answers "
        "no_longer_responds stopped_responding stopped_answering stopped_working fails_to_answer fails_to_respond "
        "keine_antwort no_response no_answer pingbar coupe coupee se_va se_vaya se_desconecta se_desconecte "
        "desconectado sin_conexion deconnecte"
    ),
    "up": (
        "back back_up comes_back come_back back_online recovers recover online_again up_again reachable_again "
        "available_again accessible_again alive_again works_again answers_again responds_again is_back comes_online "
        "wieder_da wieder_online wieder_erreichbar antwortet_wieder geht_wieder revient de_retour repond_a_nouveau "
        "vuelve responde_de_nuevo"
    ),
    "slow": (
        "slow slowly response_time responses latency load_time loading_time slower lag takes_longer takes_more "
        "langsam antwortzeit ladezeit lent lente temps_de_reponse lento tiempo_de_respuesta tempo_di_risposta "
        "lenta traag lahm trage creeps crawls drags rame lentisimo tarda tarde takes_longer_than takes_more_than "
        "responds_slowly va_lenta va_lento va_muy_lenta"
    ),
    "fails": (
        "broke errors_out errored failing goes_wrong went_wrong falle echoue errored_out bricht_ab not_successful "
        "doesn't_work hasn't_run have_failed has_failed klappt_nicht fail fails failed failing failure failures "
        "error errors errored break breaks broken crash crashed abort aborts unsuccessful doesn't_succeed "
        "not_succeed didn't_run does_not_run doesn't_run didn't_complete doesn't_complete goes_wrong fehlschlagt "
        "fehlgeschlagen fehlerhaft fehler schiefgeht abbricht scheitert echou~ erreur erreurs plante falla "
        "fallan falle fallen fallo fallado fallar errores "
        "fallisc~ fallit~ errore mislukt faalt schief_geht schief_ging schieflief danebengeht misslingt "
        "nicht_geklappt hat_nicht_geklappt nicht_durchlief went_south goes_south bombed bombs barfs choked chokes "
        "didn't_work did_not_work didn't_finish did_not_finish didn't_go_through red rate rates rate_pas rato "
        "sale_mal salga_mal salio_mal fracas~ ne_passe_pas"
    ),
    "ends": (
        "durch_ist ist_durch durchgelaufen vorbei_ist fertig_ist est_fini se_termine termine_de finish finishes "
        "finished complete completed completes done end ends ended stops_running succeed succeeds succeeded "
        "success successful is_over goes_through went_through gone_through comes_through fertig beendet endet "
        "abgeschlossen erfolgreich termine terminee fini reussi termina terminad~ acaba finaliz~ completat~ finito "
        "klaar is_through are_through ran_through has_run gets_through made_it_through wraps_up wrapped_up "
        "all_done durchlief lief_durch gelaufen_ist ist_gelaufen ist_raus a_fini est_terminee ha_terminado "
        "haya_terminado termine_bien acabe acabo ended_well passes passed finie se_ha_hecho"
    ),
    "dies": (
        "gone se_para se_detiene se_cuelga hangt_sich_auf no_longer_active not_active inactive dying "
        "deja_de_funcionar deje_de_funcionar para_de_funcionar "
        "s'est_arrete ist_abgesturzt is_gone has_stopped not_healthy s'arrete_pas se_pare beendet_sich gone_away "
        "exited exits_with die dies died dead crash crashes crashed exit exits killed stop stops stopped "
        "stopped_running stops_running not_running isn't_running is_not_running no_longer_running hang hangs hung "
        "freezes goes_down down is_down oom out_of_memory oom_killed failed_state fails fail failed restarts "
        "restart restarting restarted redemarre redemarrent abgesturzt absturzt absturz sturzt stirbt gestoppt "
        "beendet nicht_lauft nicht_mehr_lauft lauft_nicht laufen hangt plante s'arrete arrete meurt tombe cae "
        "muere detiene para_de caido si_ferma crasha cade stopt valt_uit abschmiert abgeschmiert abraucht "
        "abgeraucht aufgibt streikt spinnt ausgeht aussteigt abkackt kippt_um keels_over bails bails_out gives_up "
        "conks_out goes_belly_up craps_out falls_over went_away vanishes se_pone_malo peta se_bloquea bloquee "
        "se_cuelgue cuelgue pare se_caiga se_muera muera s'est_eteint ne_tourne_plus tourne_plus plante_encore "
        "no_esta_corriendo no_corre keeps_restarting keeps_dying restart_loop crash_loop crashloop crashlooping "
        "stoppt ausgefallen weggebrochen falla falle no_arranca"
    ),
    "expires": (
        "run_out runs_out expire expires expired expiring expiry expiration end ends ending about_to_expire "
        "renewal renew due ablauft abgelaufen ablauf lauft_ab vence caduca caduc~ expira scade scaden~ verloopt "
        "auslauft abzulaufen expire_bientot arrive_a_expiration va_a_caducar caduque caduquen venza vencen "
        "nears_expiry close_to_expiry expires_soon"
    ),
    "opens": (
        "abra se_abra ouvre wide_open auf zu aufsteht offensteht open opens opened opening left_open unlocked "
        "unlock close closes closed shut geoffnet offen offnet aufgeht ouverte ouvert s'ouvre abre abierta abierto "
        "se_abre aperta apre geopend aufgemacht aufgemacht_wird geoffnet_wird offen_steht offen_bleibt "
        "reste_ouverte reste_ouvert est_ouverte se_quede_abierta queda_abierta se_queda_abierta ajar stays_open "
        "still_open"
    ),
    "detects": (
        "detect detected detects motion movement presence triggers triggered trips senses heard rings ring ringing "
        "pressed press erkannt bewegung erkennt klingelt detecte detecta rileva goes_off sounds kicks_in "
        "ausschlagt anschlagt auslost ausgelost sich_bewegt se_declenche s'active salte salta se_dispara "
        "se_dispare se_active fires hears notices spots recognises recognizes sees"
    ),
    "starts": (
        "empiece comience inicie demarre fires_up start starts started starting begin begins began turns_on "
        "turn_on switched_on switches_on runs running startet beginnt anfangt commence debut empieza comienza "
        "inicia inizia begint losgeht loslegt anspringt angeht hochkommt gets_going kicks_off arranque arranca "
        "debute gestartet_wird gestartet geoffnet_wird hochfahrt se_abre se_lance ouvre s'ouvre se_enciende "
        "se_encienda encienda reinicia se_reinicia redemarre allume se_allume"
    ),
    "full": (
        "used_up uses_up poco poca full fills_up fill_up filling_up almost_full nearly_full running_out runs_out "
        "run_out runs_low low running_low short_of runs_short runs_short_of high too_high heavy hot too_hot "
        "overheats overheating overheat spike spikes maxed_out exhausted critical usage voll fast_voll knapp "
        "zu_heiss heiss ausgelastet auslastung leer plein pleine presque_plein satur~ chauffe surchauffe lleno "
        "llena casi_lleno sin_espacio pieno piena esaurit~ vol bijna_vol volllauft vollgelaufen zulauft almost_out "
        "gets_tight tight scarce close_to_full filled_up gets_full se_llena se_llene se_esta_llenando "
        "se_quede_sin_espacio queda_poco "
        "queda_poca se_remplit rempli pegged pinned too_warm zu_warm zu_voll trop_chaud demasiado_caliente"
    ),
    "limit": "",
    "session": (
        "log_in logs_in log_on sign_in signs_in boots boot boot_up boots_up wake_up wakes_up resumes come_home "
        "get_home leave_home anmelde einlogge hochfahrt connecte inicio_sesion"
    ),
    # what others keep, and where
    "record": (
        "order orders payment payments sale sales invoice invoices lead leads deal deals customer customers contact "
        "contacts subscriber subscribers subscription subscriptions signup signups sign_up sign_ups registration "
        "registrations member members booking bookings reservation reservations refund refunds chargeback dispute "
        "donation donations ticket tickets issue issues pull_request pull_requests pr prs merge_request merge_requests "
        "card cards record records submission submissions response responses answer answers comment comments review "
        "reviews transaction transactions charge purchase purchases enquiry enquiries inquiry inquiries lead_form "
        "contact_form checkout checkouts cart carts trial user users row rows recording recordings bestellung "
        "bestellungen buchung buchungen anmeldungen zahlung zahlungen kunde kunden commande commandes paiement "
        "paiements inscription inscriptions pedido pedidos pago pagos reserva reservas cliente clientes"
    ),
    "service": (
        "stripe paypal shopify woocommerce magento typeform tally jotform google_form google_forms calendly cal.com "
        "zoom intercom zendesk freshdesk hubspot salesforce pipedrive mailchimp brevo mailgun gumroad paddle "
        "lemonsqueezy kofi ko-fi patreon twitch square twilio jira linear trello asana clickup notion airtable "
        "monday.com pagerduty opsgenie alertmanager prometheus grafana sentry datadog newrelic netlify vercel circleci "
        "travis jenkins github gitlab gitea forgejo bitbucket sonarr radarr overseerr plex "
        "jellyfin jellyseerr frigate proxmox unifi synology strava discourse tasker automate_app uptime_kuma "
        "healthchecks zapier make.com ifttt node-red eventbrite etsy ebay amazon_seller quickbooks xero webflow "
        "wordpress squarespace wix mollie klarna"
    ),
    "program": (
        "postgres postgresql mysql mariadb redis mongodb mongo database db nginx apache apache2 httpd caddy "
        "traefik haproxy docker sshd plex jellyfin emby sonarr radarr pihole pi-hole home_assistant homeassistant "
        "node-red grafana prometheus influxdb elasticsearch rabbitmq kafka cups wireguard samba smbd datenbank "
        "base_de_donnees base_de_datos web_server webserver mail_server game_server postfix dovecot fail2ban "
        "syncthing transmission gitea vaultwarden nextcloud php-fpm gunicorn celery worker bot unifi zigbee2mqtt "
        "mosquitto queue_worker firefox chrome steam obs vlc dropbox_client java_app node_app immich paperless "
        "frigate adguard unbound bind9 dnsmasq openvpn tailscale nzbget sabnzbd qbittorrent deluge radicale "
        "minecraft factorio octoprint esphome mealie navidrome audiobookshelf calibre tomcat node uvicorn puma "
        "uptime_kuma home_server media_server "
        "sidekiq memcached cassandra clickhouse loki telegraf minio keycloak authelia authentik matomo umami ghost "
        "wordpress gitlab jenkins drone woodpecker runner crond systemd-networkd networkmanager"
    ),
    # who is told
    "me": (
        "me us myself everyone everybody team family wife husband admin admins owner staff group them mir uns mich "
        "moi nous mi nos noi mij ons user users customer customers client subscribers manager boss mum mom dad "
        "mother father sister brother grandma grandpa kids children daughter son girlfriend boyfriend partner "
        "roommate flatmates neighbours neighbors colleague colleagues crew support ops friend friends parents "
        "mutter vater mama oma opa schwester bruder kinder freundin frau mann chef kollegen eltern maman papa "
        "enfants soeur frere femme mari madre padre hermana hermano hijos abuela novia novio jefe amigos mujer "
        "marido equipo equipe"
    ),
    # what is done
    "send": (
        "send sends sending forward forwards share shares deliver get receive push emit dispatch schick~ sende~ "
        "senden verschick~ schreib~ weiterleit~ envoi~ envoy~ transmet~ transfer~ envia~ enviame manda~ mandame "
        "reenvia~ invia~ inviami mandami stuur zend"
    ),
    "message": (
        "message messages notif notifs notification notifications alert alerts reminder reminders warning warnings "
        "push_notification push ping note sms text text_message dm heads_up nachricht nachrichten meldung "
        "benachrichtigung benachrichtigungen info push_nachricht warnung erinnerung bescheid alerte rappel avis "
        "mensaje mensajes notificacion notificaciones alerta aviso recordatorio messaggio notifica avviso promemoria "
        "bericht melding alarm alarme alarma nag poke"
    ),
    # what may be done in more than one way: by a request, over SSH, over MQTT
    "act": (
        "run runs execute do start stop restart reboot reset power-cycle turn switch turn_on turn_off switch_on "
        "switch_off open close trigger arm disarm enable disable update deploy shut_down toggle set create file add "
        "lock unlock wake refresh clear purge sync raise lower reload kill launch pause resume activate deactivate "
        "starte stoppe schalte schliesse offne lance demarre arrete allume eteins ouvre ferme ejecuta inicia apaga "
        "enciende abre cierra"
    ),
    "mail": "mail email e-mail mails emails e-mails courriel courriels correo correos correo_electronico posta mailtje",
    "save": (
        "save store keep put stash dump write record log archive file speicher~ sicher~ ablegen leg enregistr~ "
        "sauvegard~ stock~ garde guarda~ guardar almacen~ salva~ archivi~ bewaar sla_op"
    ),
    "to": "to into in onto at on toward nach auf im ins zu zum zur vers dans sur a au en hacia su nel nella naar op",
    "cloud": (
        "nextcloud owncloud dropbox google_drive gdrive drive onedrive s3 bucket s3_bucket minio backblaze b2 nas "
        "cloud icloud mega webdav sharepoint box synology external_drive usb usb_stick usb_drive hard_drive seafile "
        "photoprism immich google_photos remote server ftp sftp azure_blob r2 backup_drive truenas qnap"
    ),
    "chat": (
        "slack discord telegram teams ms_teams microsoft_teams mattermost rocket.chat rocketchat whatsapp signal "
        "matrix ntfy gotify pushover pushbullet sms twilio google_chat zulip irc chat bark line viber messenger "
        "wechat dingtalk feishu lark pagerduty opsgenie apprise push_notification push_notifications channel alexa "
        "keybase threema webex gchat telegram_bot"
    ),
    "device": (
        "phone mobile smartphone handy telefon telephone movil cell_phone cellphone iphone android desktop speaker "
        "smartwatch lock_screen screen tablet telefono"
    ),
    "machine": (
        "server host machine box nas raspberry_pi pi router vps remote desktop laptop pc computer node vm workstation "
        "proxmox rechner maschine serveur ordinateur servidor ordenador maquina"
    ),
    "document": (
        "file files folder folders directory document documents pdf pdfs docs doc image images photo photos picture "
        "pictures screenshot screenshots video videos csv csvs spreadsheet xls xlsx zip zips archive archives "
        "download downloads scan scans upload uploads clip clips recording recordings log_file log_files logs torrent "
        "ebook ebooks epub invoice_pdf attachment_folder datei dateien ordner verzeichnis dokument dokumente bild "
        "bilder foto fotos fichier fichiers dossier repertoire archivo archivos carpeta fichero documento documentos "
        "imagen cartella bestand bestanden map"
    ),
    "job": (
        "workflow workflows automation automations job jobs backup backups db_dump database_dump deployment "
        "deployments deploy build builds script scripts task tasks cron cronjob cron_job run runs pipeline "
        "pipelines sync import export scheduled_task flow flows execution executions restore rsync restic borg "
        "sicherung sicherungen ablauf skript sauvegarde tache copia copia_de_seguridad tarea trabajo attivita "
        "lavoro automatisierung automatisierungen automatisation automatizacion flujo sync_job nightly_job dump "
        "dumps migration replication render transcode taak ci vzdump borgmatic duplicity kopia pg_dump mysqldump "
        "rclone scrub resilver snapraid fsck transcoding encoding rendering encode conversion indexing cleanup "
        "upgrade update_run patching reindex crawl crawler scraper etl batch batch_job nightly cron_run "
        "kopiervorgang datensicherung lauf durchlauf synchronisation synchronisierung copie sincronizacion volcado"
    ),
}

# Kinds of things, so no names of one
THINGS = frozenset(
    "process processes program service services unit daemon container containers docker pod pods app application job "
    "vm server host machine database db workflow automation timer system dienst programm prozess behalter conteneur "
    "servicio contenedor proceso processus programme programa user users person".split()
)
# Of what stands right behind one of these, no word but a name is said: `the container web`
NAMED = frozenset("container pod service unit conteneur contenedor servicio dienst behalter".split())
# Things that are names there
ALSO_NAMES = frozenset(
    "web app api db database server proxy cache mail backup backups sync site blog shop nas cluster vpn dns tunnel "
    "frontend backend worker queue timer".split()
)
GENERIC = THINGS | frozenset(
    "me us when if on in to at from over and then run start stop restart last its again "
    "backup backups sync task script flow another other any more longer no not running nicht mehr "
    "did do does goes go gets get comes turns becomes become is are was has he she er sie es ihn ihm ihr il elle "
    "la le lo eso esto se back systemd rendering encoding transcoding converting exporting downloading copying "
    "unexpectedly suddenly plotzlich".split()
)
# Whoever it is: nobody is called so
ANYBODY = frozenset(
    "someone somebody anyone anybody everyone everybody nobody people who jemand niemand quelqu'un alguien".split()
)
# Skipped between the words of a pattern
SKIPPED = frozenset(
    "a an the my our your his her their its this that these those any some all every each is are be been being was "
    "were "
    "has have had will would can could should may do does of for automatically please just also very really - ' "
    "der die das den dem des ein eine einen einem einer mein meine meinen meinem meiner "
    "unser unsere ist sind wird werden hat habe bitte automatisch "
    "le la les l' un une des du de mon ma mes notre nos ce cette est sont "
    "el los las lo un una unos unas del mi mis nuestro su este esta es "
    "il gli i uno mio mia het een mijn".split()
)
