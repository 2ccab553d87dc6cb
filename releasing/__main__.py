"""`python -m releasing dist` builds and looks through; `python -m releasing release` also says what to push."""

import hashlib
import sys
import tempfile
from pathlib import Path

from nomologi_tui import __version__
from nomologi_tui.errors import NomologiError
from releasing import building, checking, notes

DIST = building.ROOT / "dist"


def dist() -> list[Path]:
    """Wheel and sdist in dist/, built twice in different places and equal. Raises NomologiError with what is wrong."""
    epoch, files = int(building.git("log", "-1", "--format=%ct")), building.tracked()
    for old in DIST.glob("*"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("one", "two"):
            building.copy_tracked(Path(folder, name))
        made = building.build(Path(folder, "one"), DIST, epoch)
        again = building.build(Path(folder, "two"), Path(folder, "again"), epoch)
        if [one.read_bytes() for one in made] != [one.read_bytes() for one in again]:
            raise NomologiError("Two builds of the same files differ.")
    sdist, wheel = sorted(made, key=lambda one: one.suffix == ".whl")
    wrong = [*checking.wheel_problems(wheel, files), *checking.sdist_problems(sdist, files)]
    if wrong:
        raise NomologiError("\n".join(wrong))
    return [wheel, sdist]


def release() -> str:
    """What to push, once all is well. Raises NomologiError with each reason why this is no release yet."""
    made = dist()
    wrong = list(notes.release_problems())
    if not checking.has_addresses(made[0]):
        wrong.append("pyproject.toml has no [project.urls]: nobody would find the source.")
    if wrong:
        raise NomologiError("\n".join(wrong), "The packages in dist/ are good; this is no release yet.")
    (DIST / "NOTES.md").write_text(notes.section(__version__), encoding="utf-8")
    sums = "".join(f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in made)
    (DIST / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return f"""\
All is well. Nothing was pushed; this would do it:
  git tag -s {notes.TAG} -m "Nomologi {__version__}"     # if it is not there yet
  git push origin main {notes.TAG}
  uv publish {" ".join(f"dist/{one.name}" for one in made)}
and for the release's page: dist/NOTES.md, dist/SHA256SUMS."""


def main(arguments: list[str]) -> int:
    """The exit code: 0, 1 where something is wrong."""
    try:
        if arguments == ["release"]:
            sys.stdout.write(f"{release()}\n")
        else:
            sys.stdout.writelines(f"dist/{one.name}: {one.stat().st_size:,} bytes\n" for one in dist())
    except NomologiError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
