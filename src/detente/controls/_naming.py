"""How names of parties and controls stand inside a sentence."""

__all__ = ["in_sentence", "with_article"]

OPENINGS = frozenset(
    {
        *(
            "advanced",
            "affiliates",
            "ban",
            "bans",
            "cap",
            "case-by-case",
            "chip",
            "chips",
            "closure",
            "control",
        ),
        *(
            "controls",
            "curbs",
            "denial",
            "dual-use",
            "end",
            "export",
            "export-control",
            "fifteen",
            "foreign",
        ),
        *("framework", "gas", "general", "high-bandwidth", "licence", "licences", "licensing"),
        *(
            "military",
            "no",
            "part",
            "quota",
            "requirement",
            "restriction",
            "restrictions",
            "revenue",
        ),
        *(
            "rule",
            "rules",
            "single",
            "strategic",
            "suspended",
            "suspension",
            "technology",
            "threat",
        ),
        *("tighter", "validated", "volume"),
    }
)
"""Words that open the name of a control and are not names themselves."""


def in_sentence(name: str) -> str:
    """The name of a control without the capital of an ordinary first word; a heading in quotes.

    Examples
    --------
    >>> in_sentence("Licence letters for ethane"), in_sentence("Mali: gold of Barrick held")
    ('licence letters for ethane', '“Mali: gold of Barrick held”')
    """
    if ": " in name:
        return f"“{name}”"
    first = name.split(" ", 1)[0].lower()
    return name[:1].lower() + name[1:] if first in OPENINGS else name


def with_article(name: str) -> str:
    """The name of a party with its article, where it takes one.

    Examples
    --------
    >>> with_article("United States"), with_article("China"), with_article("Netherlands")
    ('the United States', 'China', 'the Netherlands')
    """
    plural = name.endswith("s") or name.startswith(("United ", "European "))
    return f"the {name}" if plural and not name.startswith("the ") else name
