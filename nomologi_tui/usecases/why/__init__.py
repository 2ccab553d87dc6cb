"""Why an automation did or did not run: lately, or at a moment."""

from nomologi_tui.usecases.why.answer import Answer, Line, Remedy
from nomologi_tui.usecases.why.asking import why

__all__ = ["Answer", "Line", "Remedy", "why"]
