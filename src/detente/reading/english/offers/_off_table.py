"""What takes a control off the table by its wording: *not for sale*, *stays banned*, *is final*."""

from detente.facts.words import compiled
from detente.reading.english.text.goods import find_goods

__all__ = ["HARSHER", "REVERSE", "closes", "keeps_nothing"]

REVERSE = compiled("off_table.reverse")
_FIRM = compiled("off_table.firm")
"""Words that alone take something off the table, whatever it is called."""
HARSHER = compiled("off_table.harsher")
_NO_SUBJECT = compiled("off_table.no_subject")
_SPARED = compiled("off_table.spared")
_CONTROL = compiled("off_table.control")
_STAYS = compiled("off_table.stays")
"""*The curbs stay unchanged*, not *our position remains unchanged*."""
_KEEPS_NOTHING = compiled("off_table.keeps_nothing")
_IF = compiled("off_table.if")


def closes(piece: str) -> bool:
    """Whether a clause takes something off the table by its wording alone.

    Examples
    --------
    >>> closes("raw bauxite will stay banned"), closes("an outright ban is not on the table")
    (True, False)
    """
    if piece.rstrip().endswith("?") or REVERSE.search(piece) or HARSHER.search(piece):
        return False
    if keeps_nothing(piece) or _NO_SUBJECT.match(piece):
        return False
    found = [*_FIRM.finditer(piece)]
    if _CONTROL.search(piece) or find_goods(piece):
        found += _STAYS.finditer(piece)
    return any(not _IF.search(piece, 0, one.start()) for one in found)


def keeps_nothing(piece: str) -> bool:
    """Whether a clause only looks like a refusal: a condition, a doubt, or a reassurance.

    Examples
    --------
    >>> keeps_nothing("normal trade would not be affected"), keeps_nothing("it stays")
    (True, False)
    """
    spared = _SPARED.search(piece)
    if spared is not None and not _CONTROL.search(piece, 0, spared.start()):
        return True
    return _KEEPS_NOTHING.match(piece) is not None
