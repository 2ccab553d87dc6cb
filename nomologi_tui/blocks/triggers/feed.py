"""New items of a feed."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.feeds.watch import FeedItems, items_of_feed, shown_feed
from nomologi_tui.blocks.tools.web.request_form import touches_of


@trigger(
    "feed",
    title="When a feed has something new",
    says=(
        "newsletter & eingetroffen|issue|ausgabe|edition",
        "newsletter|magazine|comic|game|app|software|firmware|package & issue|update|updates|patch|<new>|<published>",
        "feed|rss|atom_feed|rss_feed|newsfeed|feeds|flux_rss|flux",
        (
            "feed|rss|atom|feeds|flux|blog|podcast & <new>|<published>|<comes>|item|items|entry|entries|headline|"
            "headlines & <url>"
        ),
        (
            "feed|rss|atom|feeds|flux & <new>|<published>|<comes>|item|items|entry|entries|post|posts|article|"
            "articles|articulos|episode|episodes|headlines|eintrage"
        ),
        "<new> & post|posts|article|articles|items|entries from|of|von|de <url>",
        "<new> & post|posts|article|articles|episode|entries|articulos|beitrag|release|video & <url>|<host>",
        (
            "<new> … post|posts|article|articles|episode|episodes|video|videos|release|releases|version|versions|"
            "entry|entries|item|items|blog_post|paper|papers|cve|cves|story|stories|headline|headlines|chapter|"
            "comic|podcast|podcasts|news|firmware|livestream|stream|track|album|advisory|advisories|"
            "vulnerability|job_posting|listing|listings|beitrag|artikel|folge|folgen|ausgabe|article|episode|"
            "articulo|articulos|episodio|capitulo|entrada|video|articolo|puntata|aflevering|veroffentlichung|"
            "tweet|tweets|toot|jobs"
        ),
        (
            "blog|blogger|podcast|youtube|youtuber|channel|kanal|subreddit|reddit|author|artist|newsletter|"
            "release|version|episode|article|video|post|firmware|folge|artikel|friend|streamer|creator|changelog|"
            "chaine|canal|site & <published>"
        ),
        (
            "<new> & youtube|podcast|blog|channel|channels|author|rss|subreddit & video|videos|episode|episodes|"
            "post|posts|article|articles"
        ),
        "<new> & video|videos|song|track|album|book|photo|comic & by",
        "<new> … docker_image|image_tag|tag|package_version|docker_images",
        "<feed>",
        "<new> … commit|commits|tag|tags <topic>",
        "release|releases|version|versions|commits|tags of|from|in|von|de <topic>",
        "commit|commits|tag|tags & <topic> & <new>|<comes>|<published>",
        (
            "image|images|container_image|docker_image & newer|<new>|update|updates|updated|outdated|nueva|neuere & "
            "docker|container|containers|podman|registry|conteneur|contenedor"
        ),
        "video|videos & channel|kanal|chaine|canal",
        "<feed> & headline|headlines|mentioning|containing|mentions|mention|contains|about|says",
        "<new> & job|jobs|listing|listings|offer|offers|apartment|result|notice|product & <feed>",
        "<feed> & <new>|<changes>|<comes>|<published>|entries|items",
        "breaking_news|trending|top_stories",
        (
            "new|latest|fresh|neu~|nouv~|nuev~ & book|movie|film|season|series|track|song|playlist|concert|"
            "event_listing|job|jobs|offer|offers|deal|deals|auction|listing|ad|ads|apartment|flat|wohnung|"
            "anzeige|annonce|anuncio|stellenanzeige|sale_item|bulletin|notice|announcement|announcements|"
            "press_release|warning|advisory|alert|earthquake|earthquakes|quake|tender"
        ),
        "patch|update|changelog|release_notes|app & <published>|<new>",
        "release|version & <new>|<comes>|<published>",
        (
            "hacker_news|reddit|subreddit|product_hunt|arxiv|lobsters|mastodon|twitter|youtube & <new>|mentions|"
            "mention|post|posts|top|keyword|about|trending"
        ),
        "mentions|mentioned & keyword|brand|name|product",
        "blog|article|articles|post|posts|episode|podcasts|podcast & starred|saved|favorited|liked|latest",
        "videos|episodes|releases|articles|comics & from|by|of|about|new",
        "follow|subscribe & <url>|channel|blog|artist|author|account",
        "season|album|book|chapter|comic|movie & <new>|<published>",
        (
            "publishes|posts|veroffentlicht|publie|publica & news|story|stories|article|video|comic|something|"
            "new|post|episode"
        ),
        (
            "thing blog|podcast|youtube|subreddit|reddit|hacker_news|news|headlines|articles|arxiv|cve|cves|"
            "newsletter|releases"
        ),
        (
            "capitulo|episodio|chapitre|saison|temporada|album|cancion|folge|staffel|kapitel|chapter|season|"
            "issue|edition|single|trailer & <published>|<new>|<comes>"
        ),
        "uploads|publishes|goes_live|airs",
        "release_note|release_notes|changelog_entry|advisories & every|each|<new>|of",
        "thing advisories|vulnerabilities|release_notes|episodes|videos",
        "any <published>",
        "<service> & release|releases|version|versions|tag|image|changelog|update & <new>|<published>|available",
        "docker_hub|dockerhub|ghcr|container_registry|pypi|npm|github & <changes>|<new>|<published>|release|version",
        "<new> & video|videos|episode|track|song|article|post & by|from|von|de & <published>",
        (
            "<program>|<service> & is_released|released|is_out|comes_out|gets_released|veroffentlicht|erscheint|"
            "sort|sale|publie|publica"
        ),
        (
            "video|videos|capitulo|episodio|episode|folge & <new> & suban|sube|publiee|publie|publique|hochgeladen|"
            "erscheint|sorti|sortie"
        ),
    ),
    example={"url": "http://localhost:8080/feed.xml", "title_has": ["release"]},
    gives=("title", "link", "media", "guid", "text", "author", "published", "tags", "feed"),
)
async def feed(config: FeedItems, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each new item of an RSS, Atom or JSON feed. New is what was not there before, whatever its date.

    A repository on GitHub (`owner/name`) or Codeberg (its page) stands for the feed of its releases, tags or commits.
    Later steps get title, link, media (the address of the file that comes with it), guid, text (without tags, up to
    4,000 characters), author, published, tags and feed.
    """
    async for event in items_of_feed(config, ctx):
        yield event


@feed.words
def _words(config: FeedItems) -> str:
    about = [*config.title_has, *config.text_has]
    more = f" about {' or '.join(about)}" if about else ""
    return f"when {config.shown_url} has something new{more}" + (
        f", but not {' or '.join(config.without)}" if config.without else ""
    )


@feed.preview
async def _preview(config: FeedItems, ctx: PreviewContext) -> str:
    return await shown_feed(config, ctx.clock)


@feed.touches
def _touches(config: FeedItems) -> list[Touch]:
    return touches_of(config.url, config.connection)
