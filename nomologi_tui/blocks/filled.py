"""What a person types must be something; what a value of an earlier step makes of it may be empty."""

from pydantic import AfterValidator, ValidationInfo

FILLED = "filled"  # in the context of a validator: values have been filled in


def is_filled(info: ValidationInfo) -> bool:
    """Whether a validator looks at what values made of a field, not at what a person typed."""
    return bool(info.context and info.context.get(FILLED))


def _is_said(text: str, info: ValidationInfo) -> str:
    if not text.strip() and not is_filled(info):
        raise ValueError("this is needed")
    return text


Said = AfterValidator(_is_said)  # beside a text that nobody may leave empty, though a value that fills it may be
