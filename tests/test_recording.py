"""The README's picture is what the app shows today, small, and loads nothing."""

import re
import subprocess
import sys
from pathlib import Path

from rich.segment import Segment
from rich.style import Style

from docs.animation import Frame, animation
from docs.recording import PICTURE
from tests.support import DEADLINE, environment

ROOT = Path(__file__).parent.parent


def test_it_is_what_the_app_shows_today(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "docs.recording", "--check"]
    done = subprocess.run(
        line, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=6 * DEADLINE, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_it_is_small_and_stands_alone() -> None:
    drawn = PICTURE.read_text(encoding="utf-8")
    assert len(drawn) < 300_000
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)|<script|@import|<image", drawn) == []


def test_what_stands_on_the_screen_is_no_markup() -> None:
    drawn = animation([Frame([[Segment("<b> & ü", Style(bold=True))]], 1)], (8, 1), 'about "it"')
    assert "&lt;b&gt; &amp; ü</text>" in drawn
    assert "<title>about &quot;it&quot;</title>" in drawn


def test_a_line_that_stays_is_drawn_once_and_the_last_screen_is_for_who_wants_no_motion() -> None:
    same, other = [Segment("same")], [Segment("other")]
    drawn = animation([Frame([same, other], 1), Frame([same], 2)], (8, 2), "x")
    assert (drawn.count("<text"), drawn.count("<use")) == (2, 3)
    assert ".f:last-of-type{visibility:visible}" in drawn
