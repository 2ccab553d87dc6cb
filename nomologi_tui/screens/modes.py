"""The modes of the app, on digits: which there are, and how the header tells which one is shown."""

MODES = ("1 Home", "3 Connections", "4 Templates")


def mode_words(here: str) -> str:
    """The header's left end: `[1 Home]  3 Connections  4 Templates`."""
    return "  ".join(f"[{mode}]" if mode == here else mode for mode in MODES)
