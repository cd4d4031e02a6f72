"""Controls that an article tells of and no row of the register explains."""

from collections.abc import Sequence

import detente.controls as rules
from detente.controls import Origin, Proposal
from detente.facts import Facts, sells
from detente.facts.reading_tables import load_lexicon, load_reading_goods
from detente.facts.words import compiled
from detente.reading._records import Control, Reading, Span
from detente.reading.english.text.goods import GENERIC
from detente.reading.standoff.linking._link import Linked, Linking
from detente.reading.standoff.linking._passages import Passage, named_goods

__all__ = ["propose"]

_IMPORT = compiled("proposals.import")
_EXPORT = compiled("proposals.export")
_LICENCE = compiled("proposals.licence")
_DRAFT = compiled("proposals.draft")
_NEAREST = 3
_LONG = 80
_LEAD = 70
"""Characters before a control in which words of a plan speak of it."""
_NO_GOOD = frozenset({"", GENERIC, "sanctions"})
_HINT = 1.5
"""Score from which a row is worth showing beside a proposal [points]."""


def propose(reading: Reading, linking: Linking, facts: Facts) -> list[Proposal]:
    """Collect the controls of a reading that no linked row explains.

    Parameters
    ----------
    reading
        What the article says.
    linking
        The article held against the register.
    facts
        Tables of goods, parties and who supplies what.

    Returns
    -------
    list of Proposal
        One for each imposer and good that the text names as such; a bar on imports, a control that
        is denied, or one on goods its imposer has none of is none.
    """
    passages, links = linking.passages, linking.links
    found: dict[tuple[str, tuple[str, ...], str], Proposal] = {}
    for control in reading.read_controls:
        imposer = control.imposer
        if imposer is None or not control.mentions:
            continue
        words = set(reading.goods.get(control.id, ())) - {GENERIC}
        goods = tuple(sorted(named_goods(words, facts)))
        mention = _telling(control, passages, outward=not goods)
        drafted = _drafted(control, passages)
        if mention is None or _explained(control, goods, links, drafted=drafted):
            continue
        span, passage = mention
        theirs = _others(control.product or "") - {imposer}
        sold = not goods or any(sells(facts, good, imposer) for good in goods)
        if not sold and theirs & {party for p in passages for party in p.parties}:
            continue
        if goods and _taken(imposer, goods, links, facts):
            continue
        product = control.product or ""
        if not goods and (product in _NO_GOOD or theirs):
            continue
        key = (imposer, goods, "" if goods else product)
        found.setdefault(
            key,
            Proposal(
                name=_name(imposer, _own_name(product), span, facts),
                imposer=imposer,
                product=_own_name(product),
                target=_target(control, imposer, passage, facts),
                goods=list(goods),
                status="proposed" if drafted else str(control.status),
                nearest=_nearest(imposer, goods, linking.rows),
                origin=Origin(
                    kind="article",
                    span=rules.Span(start=span.start, end=span.end, text=span.text),
                    words="in no row of the register",
                ),
            ),
        )
    return list(found.values())


def _telling(
    control: Control, passages: tuple[Passage, ...], *, outward: bool
) -> tuple[Span, Passage] | None:
    """The first mention that is told, beside which the imposer is named, and that bars exports.

    Without a good that the tables know the sentence has to speak of exports (`outward`).
    """
    for mention in control.told:
        for passage in passages:
            if not passage.start <= mention.start < passage.end:
                continue
            exports = _EXPORT.search(passage.text) or (outward and _LICENCE.search(passage.text))
            inward = not exports and (outward or _IMPORT.search(passage.text))
            if control.imposer in passage.senders and not inward:
                return mention, passage
    return None


def _drafted(control: Control, passages: tuple[Passage, ...]) -> bool:
    """Whether the words just before every mention make it a plan, a bill or a threat."""
    before = [
        passage.text[max(0, mention.start - passage.start - _LEAD) : mention.start - passage.start]
        for mention in control.mentions
        for passage in passages
        if passage.start <= mention.start < passage.end
    ]
    return all(_DRAFT.search(words) for words in before)


def _explained(
    control: Control, goods: tuple[str, ...], links: Sequence[Linked], *, drafted: bool
) -> bool:
    """Whether a linked row of the same imposer covers a good, or a passage, of the control.

    A plan is that of a row that is a threat itself.
    """
    own = [link for link in links if link.control.imposer == control.imposer]
    if not own:
        return False
    if drafted and any(link.control.instrument == "threat" for link in own):
        return True
    if goods:
        if any(set(goods) & set(link.control.goods) for link in own):
            return True
    elif (control.product or GENERIC) == GENERIC:
        return True
    places = {(span.start, span.end) for link in own for span in link.spans}
    return any(a <= m.start < b for m in control.mentions for a, b in places)


def _taken(imposer: str, goods: tuple[str, ...], links: Sequence[Linked], facts: Facts) -> bool:
    """Whether a linked row of another side is on goods of this kind: the control is its."""
    kinds = {facts.good(good).group for good in goods}
    return any(
        kinds & {facts.good(good).group for good in link.goods}
        for link in links
        if link.control.imposer != imposer
    )


def _target(control: Control, imposer: str, passage: Passage, facts: Facts) -> str | None:
    """Whom it hits: as the reader has it, else the one other government of the sentence."""
    known = {row.iso3: row for row in facts.parties}
    words = control.target or ""
    for code, row in known.items():
        if code != imposer and words and words in (code, row.name, row.adjective, *row.aliases):
            return code
    others = [party for party in passage.parties if party in known and party != imposer]
    return others[0] if len(others) == 1 else None


def _nearest(
    imposer: str, goods: tuple[str, ...], ranked: Sequence[tuple[rules.Control, float]]
) -> list[str]:
    """Rows of the same imposer, or on the same goods, that have some evidence."""
    near = [
        row.id
        for row, score in ranked
        if score >= _HINT and (row.imposer == imposer or set(goods) & set(row.goods))
    ]
    return near[:_NEAREST]


def _own_name(product: str) -> str:
    """What is held back, by name; a general word such as *material* is none."""
    return "" if product in load_lexicon()["no_good"] else product


def _name(imposer: str, product: str, span: Span, facts: Facts) -> str:
    """Call a proposal by its good, or by its words where they name none."""
    who = _adjective(imposer, facts)
    if product:
        return f"{who} control on {product}"
    return f"{who} control ({' '.join(span.text.split())[:_LONG]})"


def _others(product: str) -> set[str]:
    """Who alone has goods or an instrument of this name, such as the Entity List."""
    products = product.split("; ")
    return {row.imposer for row in load_reading_goods() if row.product in products and row.imposer}


def _adjective(code: str, facts: Facts) -> str:
    known = {row.iso3: row.adjective for row in facts.parties}
    return known.get(code, code)
