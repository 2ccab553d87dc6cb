"""The words that give a sentence its shape: what tells of an event, a condition, a wish; where a clause ends."""

from nomologi_tui.goals.words.forms import plain

Phrases = dict[str, list[tuple[str, ...]]]  # by their first word, the longest first


def _phrases(*texts: str) -> Phrases:
    """The phrases of the texts; `_` joins the words of one."""
    found: Phrases = {}
    words = {tuple(one.split("_")) for text in texts for one in plain(text).split()}
    for phrase in sorted(words, key=lambda one: (-len(one), one)):
        found.setdefault(phrase[0], []).append(phrase)
    return found


# An event follows. The words of `EITHER` may as well tell a condition: with a time beside them they do
_WHEN = (
    "when whenever once as_soon_as every_time each_time any_time anytime upon the_moment the_next_time next_time "
    "the_first_time in_case after in_the_event "
    "wenn sobald falls immer_wenn jedes_mal_wenn jedesmal_wenn nachdem beim "
    "quand lorsque lorsqu'un lorsqu'une des_que des_qu'un des_qu'une chaque_fois_que chaque_fois_qu'un "
    "chaque_fois_qu'une a_chaque_fois_que des_l'arrivee "
    "cuando en_cuanto cada_vez_que tan_pronto_como tras al quando appena ogni_volta_che non_appena wanneer zodra als"
)
# An event may follow: only where a block knows it
SOFT = _phrases(
    "everyone_who anyone_who whoever wer_immer on_each on_every on_a on_an on_any on_new on_post for_each "
    "on_push on_pushes on_merge on_commit on_pull_request "
    "for_every on_the on nach_dem nach_der "
    "bei chaque a_chaque cada everything_that anything_that whatever all_that everything_which alles_was was_immer "
    "tout_ce_qui tout_ce_que todo_lo_que lo_que every_one_that"
)
_EITHER = ("if in_case whether unless while except_when except_if only_if only_when as_long_as provided "
                  "wenn falls ob ausser_wenn solange si s'il s'ils sauf_si tant_que a_menos_que salvo_que mientras "
                  "se tranne_se finche tenzij zolang als")  # fmt: skip
EITHER = _phrases(_EITHER)
HEADS = _phrases(_WHEN, _EITHER)
UNLESS = _phrases("unless except_when except_if except while as_long_as only_if only_when ausser_wenn solange "
                  "sauf_si tant_que a_menos_que salvo_que mientras tranne_se finche tenzij zolang "
                  "only_while")  # fmt: skip
# Something is looked at, so what follows is watched
WATCH = _phrases(
    "ping_a ping_the ping_my ping_every monitor monitors monitoring watch watches watching track tracks tracking "
    "check checks checking poll polls polling "
    "keep_an_eye_on keep_track_of observe detect tail tails tailing wait_for_the look_at look_for lookout_for "
    "listen_to listen_for watch_for accept "
    "follow subscribe_to receive wait_for_a wait_for_an trigger_from suivre suis sigue seguir volg watcher monitored "
    "checker tracker supervise inspect verify test see_if see_whether find_out_if make_sure ensure "
    "uberwache uberwachen uberwachung beobachte beobachten prufe prufen uberprufe uberprufen checke check kontrolliere "
    "schau schaue surveille surveiller surveillance verifie verifier controle controler "
    "vigila vigilar monitorea monitorear monitoriza monitorizar comprueba comprobar revisa revisar verifica verificar "
    "controlla controllare monitora monitorare sorveglia controleer bewaak monitoring"
)
LOOKS = frozenset("check test verify see".split())
# Nothing of its own: a wish, a greeting, how it is made
_WISH = (
    "i_want_to i_want i_would_like_to i_would_like i'd_like_to i'd_like i_need_to i_need i_wish_to can_you could_you "
    "would_you will_you please automatically auto have_it want_to need_to how_to how_do_i how_can_i i_am_trying_to "
    "i'm_trying_to is_it_possible_to is_there_a_way_to help_me_to help_me let's make_it make_sure_to remember_to "
    "schedule set_up setup create_a_workflow_to create_an_automation_to create_an_automation_that build_a_bot_that "
    "a_script_that a_script_to something_that a_bot_that a_workflow_that a_job_that an_automation_that a_cron_job_that "
    "a_cron_job_to a_cron_to cron_job cronjob cron_to hey hi hello ok go_and and_then then also just only "
    "i_want_you_to "
    "ich_mochte ich_will ich_brauche bitte kannst_du konntest_du automatisch je_veux je_voudrais j'aimerais il_faut "
    "peux-tu s'il_te_plait quiero quisiera necesito por_favor puedes me_gustaria vorrei voglio ik_wil graag "
    "button_to one-click quiero_que_me quisiera_que_me necesito_que_me me_gustaria_que_me quiero_que je_veux_que "
    "j'aimerais_que que_me ich_hatte_gern ich_wunsche_mir wurdest_du il_faudrait would_be_great_to it_would_be_nice_to "
    "i'd_love_to i_would_love_to would_love_to love_to would_you_kindly kindly so_as_to so_that_i "
    "so_that_we as_well go_ahead_and "
    "a_reminder_to automate the automated automatic simple easy smart a an i'd want "
    "to_be be i_want_you want get_to like_to make_sure_i make_sure_that_i me_to you_to in_order_to to should "
    "will must would so_that which that who"
)
WISHES = _phrases(_WISH)
WISH: Phrases = {}  # by their last word
for _one in plain(_WISH).split():
    WISH.setdefault(_one.rpartition("_")[2], []).append(tuple(_one.split("_")))
# What somebody wishes for that does something: `a big red button that …`
TOOLS = frozenset(
    "button script bot workflow job automation cron cronjob timer shortcut rule tool program flow routine macro thing "
    "something service way hook agent knopf taste skript ablauf regel bouton script tache automatisation boton tarea "
    "rutina regla automatizacion".split()
)
ASKING = frozenset(
    "give get make create build want need like have add set write design generate do mach mache erstelle baue gib "
    "brauche mochte cree fais donne veux crea haz dame quiero necesito hazme".split()
)
TOOL_JOINTS = frozenset("that which to who der die das qui que pour para zum um".split())
# What comes after one of these belongs to no event's clause
CUTS = frozenset("soll sollen bitte please then dann sofort umgehend alors entonces allora immediately".split())
STOPS = frozenset([",", ";", ".", "!", "?", ":", "→", "➜", "⇒", "➡", "|", "\u2014", "\u2013", "(", ")"])
JOINS = frozenset("and then & + plus also und dann danach et puis ensuite y e luego despues poi dan sonst sinon "
                  "otherwise else "
                  "afterwards followed but aber pero mais jedoch".split())  # fmt: skip
# A verb does not stand right after one of these, unless a clause begins there
NOT_BEFORE_VERB = frozenset(
    "a an the my our your his her its this that these those any some no every each new another of in on at by "
    "with from "
    "for about via through using is are be been was were has have had gets get does do did don't doesn't didn't not "
    "est sont esta estan fue han i you he she it we they who which what can't cannot won't more last next first "
    "failed missing successful erfolgreiche erfolgreichen erfolgreicher reussie exitosa as or "
    "der die das den dem des ein eine einen einem einer mein meine meinen kein keine neue neuer neues im am vom "
    "von mit beim zum "
    "le la les l' un une des du de mon ma mes nouveau nouvelle el los las una mi mis nuevo nueva il lo gli".split()
)
# What something is called that does or tells it: `update checker`
AGENTS = frozenset(
    "checker tracker tracking monitor monitoring notifier watcher watchdog dashboard detector detection notification "
    "notifications alert alerts alerting triage classification classifier parser parsing sorter sorting responder "
    "labeling labelling categorization organizer assistant agent filtering management failure failures".split()
)
# What is called after a deed but is none: `the backup resolver`
SPARE = frozenset(
    "resolver server drive disk line power generator link connection router host folder directory battery internet "
    "location target volume nas machine container service script process unit timer job window".split()
)
# After a verb begins its object so
OBJECTS = frozenset(
    "a an the my our your his her its this that these those any some all every each it them me us everyone him "
    "everything anything "
    "der die das den dem ein eine einen mein meine meinen es sie mich mir uns le la les l' un une des du mon ma "
    "mes moi "
    "el los las una mi mis lo il gli ogni todo todos alle jeden".split()
)
NEXT = frozenset(["and", "or", "und", "oder", "et", "ou", "y", "o", "e", "&", "+", ",", "/"])
# Who or what a clause speaks of that was named before
PRONOUNS = frozenset("it that this they them one any anything something all es das dies sie etwas was ca cela "
                     "ils elle il eso "
                     "esto algo not isn't doesn't don't didn't won't aren't nicht kein pas ne no non goes went "
                     "go wrong so "
                     "if when on in case of".split())  # fmt: skip
# After a mail that comes: who wrote it, what it holds
FROM = frozenset(
    "from with about des du der sent addressed containing labeled labelled arrives comes von vom mit "
    "avec de con da parser whose that which where having deren dont cuyo cuya die welche que qui "
    "bridge".split()
)
# `I get by mail`: something comes that way, nobody is told so
RECEIVED = frozenset("get gets receive receives received arriving arrives arrive coming comes come erhalte bekomme "
                     "recois recibo kommen kommt eintreffen eingehen eingeht reinkommen arrivent arrive "
                     "llegan lleguen llega arrived came sent reach reaches land lands recu recus recue recues erhalten "
                     "gekommen".split())  # fmt: skip
# Before `back up` where nothing is backed up
COMING = frozenset("come comes came coming is are was get gets got go goes bring brings brought boot boots".split())
# `starred Gmail messages`: those that are there or come
KINDS = frozenset("starred unread flagged important new incoming every each all any which".split())
# What a destination stands after
BY = frozenset("via by as per aufs ins ans through over using with on in to at into onto → > uber mit als auf "
               "an im in zu par avec "
               "sur dans vers por con en a al su tramite nel op naar -".split())  # fmt: skip
NOT = frozenset("not isn't doesn't don't didn't nicht kein pas no n't".split())
BUT = frozenset("but other than except ausser autre que otro distinto".split())
# What a web server gives back
ANSWERS = frozenset(
    "status code statuscode http answer answers response responds respond reply replies request return returns "
    "returned give gives the a ein es er sie antwort antwortet liefert gibt zuruck mit statut reponse renvoie retourne "
    "repond code estado respuesta devuelve responde codigo with".split()
)
# What has gone well; with one of `NOT` it has failed
WELL = frozenset(
    "worked works working ok okay fine well good successful up alive reachable online responding back geklappt gut "
    "lauft erreichbar funktioniert antwortet bien bon marche fonctionne accessible disponible funciona".split()
)
FAILING = _phrases("if_not if_it_is_not if_it_isn't if_it's_not if_it_doesn't if_they_are_not if_that_fails "
                   "if_it_fails if_it_failed if_this_fails if_it_still_fails when_it_still_fails if_it_keeps_failing "
                   "if_that_fails_too if_it_fails_again if_still_failing if_all_tries_fail if_all_fail "
                   " if_anything_fails if_something_fails "
                   "if_something_goes_wrong if_anything_goes_wrong "
                   "if_it_does_not if_it_is_down if_it's_down if_it_goes_down otherwise else if_any_fail if_down "
                   "on_failure on_error "
                   "when_it_fails if_broken if_closed if_it_goes_wrong if_that_goes_wrong when_it_is_down "
                   "when_it's_down when_it_is_not in_case_of_failure "
                   "wenn_es_schiefgeht wenn_das_schiefgeht falls_es_schiefgeht wenn_etwas_schiefgeht "
                   "falls_etwas_schiefgeht wenn_es_schief_geht falls_es_schief_geht wenn_es_nicht_klappt "
                   "falls_es_nicht_klappt si_ca_rate si_algo_falla si_algo_sale_mal si_quelque_chose_echoue "
                   "sonst falls_nicht wenn_das_fehlschlagt wenn_es_fehlschlagt falls_das_fehlschlagt "
                   "falls_es_fehlschlagt "
                   "si_falla si_fracasa si_ca_echoue si_cela_echoue s'il_echoue se_fallisce "
                   "wenn_nicht ansonsten andernfalls bei_fehler sinon si_non en_cas_d'echec "
                   "si_no en_caso_contrario de_lo_contrario altrimenti se_non anders")  # fmt: skip
# How often, but not when
VAGUE = frozenset(
    "rarely seldom oft haufig häufig selten souvent rarement "
    "scheduled periodically regularly frequently repeatedly constantly continuously often sometimes occasionally "
    "regelmassig "
    "regelmaßig regelmäßig regulierement régulièrement regularmente periodicamente periódicamente".split()
)
VAGUELY_MANY = frozenset("x n y xx few couple some so now other_time hmm several".split())
EVENT_WORDS = frozenset(phrase[-1] for several in HEADS.values() for phrase in several) - {
    "time",
    "as",
    "each",
    "every",
}
# Verbs for what is done about a failure of the thing itself
REMEDIES = frozenset("restart start relaunch revive reboot respawn".split())
