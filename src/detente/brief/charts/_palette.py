"""Colours: after Okabe and Ito's set for all kinds of colour vision, darkened for text.

Each role has one colour for light and one for dark; a test computes the WCAG contrast of each pair
used for text (4.5) and for marks (3.0). No chart relies on colour alone: parties are also named
beside their bar, dashed differently, or lettered.

References
----------
Okabe, M. and Ito, K. (2002), Color Universal Design, University of Tokyo.
"""

__all__ = ["PALETTE", "css"]

#: role -> (light, dark)
PALETTE: dict[str, tuple[str, str]] = {
    "page": ("#ffffff", "#14171c"),
    "soft": ("#f4f6f8", "#1d2229"),
    "ink": ("#1b2026", "#e8ebee"),
    "quiet": ("#55606c", "#a5b0bb"),
    "rule": ("#d7dce1", "#39414b"),
    "link": ("#00558a", "#7cc4f2"),
    "party-0": ("#0072b2", "#56b4e9"),
    "party-1": ("#b54a00", "#f08b4a"),
    "party-2": ("#00805f", "#2fbf95"),
    "party-3": ("#8a5a83", "#d79bc4"),
    "good": ("#00704f", "#4fd0a5"),
    "bad": ("#a83f00", "#ff9d66"),
    "tint-said": ("#dcecf7", "#173a52"),
    "tint-control": ("#fbf3c4", "#4a4210"),
    "tint-offer": ("#d8f0e6", "#10402f"),
    "tint-excluded": ("#fbdfd0", "#552a12"),
    "tint-date": ("#ece4f0", "#3d2f42"),
}


def _declared(mode: int) -> str:
    return "".join(f"--{role}:{colours[mode]};" for role, colours in PALETTE.items())


def css() -> str:
    """Write the palette as CSS variables: light, dark by the reader's system, or by choice.

    Returns
    -------
    str
        Rules for ``:root``.
    """
    light, dark = _declared(0), _declared(1)
    return (
        f":root{{color-scheme:light;{light}}}\n"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{:root{{color-scheme:dark;{dark}}}}}\n"
        "@media screen{"
        f":root:has(#mode-light:checked){{color-scheme:light;{light}}}\n"
        f":root:has(#mode-dark:checked){{color-scheme:dark;{dark}}}}}\n"
    )
