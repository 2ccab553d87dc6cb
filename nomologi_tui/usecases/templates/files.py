"""Templates as files: one written for others, or taken from them."""

from pathlib import Path

from nomologi_tui.blocks.tools.small_file import bytes_of
from nomologi_tui.document.template import to_yaml
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Template
from nomologi_tui.settings.typed_path import typed_path
from nomologi_tui.usecases.templates import own as own_templates
from nomologi_tui.usecases.templates import templates
from nomologi_tui.usecases.workspace import Workspace

LONGEST = 1024 * 1024  # bytes of a template


def write(ws: Workspace, ref: str, file: str) -> Path:
    """Write a template as YAML into a new file, and say where. Raises NotFoundError, BadInputError."""
    path, text = _place(file), to_yaml(templates.find(ws, ref), ws.registry)
    try:
        with path.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise BadInputError(f"{path} is there already.", "Take another name.") from None
    except OSError as error:
        raise BadInputError(f"{path} can't be written: {error.strerror}.", "Take another place.") from None
    return path


def take(ws: Workspace, file: str) -> Template:
    """Keep the template of a YAML file among the user's own; nothing of it runs. Raises BadInputError."""
    path = _place(file)
    try:
        data = bytes_of(path, LONGEST)
        text = data.decode("utf-8")
    except OSError as error:
        raise BadInputError(f"{path} can't be read: {error.strerror}.", "Give a file of YAML.") from None
    except UnicodeDecodeError:
        raise BadInputError(f"{path} is no text in UTF-8.", "Give a file of YAML.") from None
    if len(data) > LONGEST:
        raise BadInputError(f"{path} is longer than 1 MB.", "Give the file of one template.")
    return own_templates.import_template(ws, text)


def _place(file: str) -> Path:
    if not file.strip():
        raise BadInputError("No file is named.", "Write for example ~/my-template.yaml")
    return typed_path(file.strip())
