"""Text that is safe to print."""

__all__ = ["clean"]

_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)))
"""Control characters that HTML forbids and terminals obey; tab and line ends stay."""


def clean(text: object) -> str:
    """Drop control characters, which HTML forbids and a terminal would obey.

    Parameters
    ----------
    text
        Any value; ``None`` becomes an empty text.

    Returns
    -------
    str
        The text, safe to print (not escaped for HTML).
    """
    if text is None:
        return ""
    lone = str(text).encode("utf-8", "replace").decode("utf-8")  # lone surrogates become "?"
    return lone.translate(_FORBIDDEN)
