"""Style of the pictures that stand alone: one set of rules, in light colours."""

from collections.abc import Sequence

from detente.brief.charts._palette import PALETTE

__all__ = ["DASHES", "picture_style"]

DASHES = ("none", "8 5", "2 4", "10 4 2 4")
"""How the lines of each party, or of each series, are dashed."""


def picture_style(*rules: str, ranks: Sequence[str] = ()) -> str:
    """Write the style of a picture.

    Examples
    --------
    >>> picture_style(ranks=[".fill.p<rank>{fill:<colour>}"]).splitlines()[-1]
    '.fill.p3{fill:#8a5a83}'
    """
    base = (
        "text{fill:<ink>} .head{font-size:18px;font-weight:bold} .quiet{fill:<quiet>}",
        ".page{fill:<page>} .grid{stroke:<rule>} .zero{stroke:<quiet>} .rail{fill:<rule>}",
        ".end{text-anchor:end} .middle{text-anchor:middle} path{fill:none}",
    )
    written = [_coloured(rule) for rule in (*base, *rules)]
    for rank, dash in enumerate(DASHES if ranks else ()):
        own = {"rank": f"{rank}", "colour": PALETTE[f"party-{rank}"][0], "dash": dash}
        written.append(" ".join(_filled(rule, own) for rule in ranks))
    return "\n".join(written)


def _coloured(rule: str) -> str:
    return _filled(rule, {role: light for role, (light, _) in PALETTE.items()})


def _filled(rule: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        rule = rule.replace(f"<{name}>", value)
    return rule
