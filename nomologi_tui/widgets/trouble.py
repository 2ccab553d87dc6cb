"""What is wrong as long as it is, at the top of a screen."""

from nomologi_tui.widgets.lines import Line


class Trouble(Line):
    """Stands above everything else and takes no room where nothing is wrong."""

    DEFAULT_CSS = """
    Trouble { dock: top; height: auto; max-height: 3; padding: 0 1; color: $text-error; text-style: bold; }
    .-short Trouble, .-tiny Trouble { max-height: 1; }
    """

    def say(self, text: str) -> None:
        super().say(f"TROUBLE  {text}" if text else "")
        self.display = bool(text)
