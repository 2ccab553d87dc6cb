"""The built-in templates as sentences know them."""

from nomologi_tui.document.gallery import gallery
from nomologi_tui.goals.templates import WORDS, known, meant, words_document


def test_the_words_that_are_written_down_are_those_of_the_gallery() -> None:
    assert WORDS.read_text(encoding="utf-8") == words_document(gallery()), "run docs/generate.py"
    assert {one.slug: one.words for one in known()} == {one.slug: one.words for one in gallery()}


def test_a_goal_that_a_template_is_made_for_means_it() -> None:
    assert meant("put my crontab lines into automations, take over the cron jobs") == "adopt-a-cron-job"
    assert meant("every day at 8 run ~/bin/sync") is None
