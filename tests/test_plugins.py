import subprocess
import sys
from pathlib import Path

from tests.support import nomologi

OWN = "import nomologi_tui.plugins as ours\nours.keep_out()\nfrom pydantic.plugin._loader import "


def _said(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


def test_a_plugin_that_lies_around_for_pydantic_is_not_run(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    (tmp_path / "stranger.py").write_text(f"open({str(seen)!r}, 'x')\nplugin = None\n")
    info = tmp_path / "stranger-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[pydantic]\nstranger = stranger:plugin\n")
    done = nomologi(tmp_path / "home", "read", "every hour run ~/bin/sync", environ={"PYTHONPATH": str(tmp_path)})
    assert (done.returncode, seen.exists()) == (0, False)


def test_what_another_pydantic_asks_its_finder_for_comes_from_that() -> None:
    assert _said(f"{OWN}get_plugins; print(get_plugins())") == "()"
    assert _said(f"{OWN}PYDANTIC_ENTRY_POINT_GROUP as found; print(found)") == "pydantic"
