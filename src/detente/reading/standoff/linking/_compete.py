"""Gates and competition: which rows explain what an article says of a good."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache

from detente.controls import Control, Status
from detente.facts import Facts
from detente.facts.reading_tables import load_reading_goods
from detente.reading.standoff.linking._candidates import ahead, freshness, over
from detente.reading.standoff.linking._partners import SMALL
from detente.reading.standoff.linking._passages import Passage
from detente.reading.standoff.linking._score import Evidence

__all__ = ["admitted", "winners"]

LEAST = 3.6
"""Score below which a row is not linked [points]."""
MARGIN = 1.2
"""How far behind the best row of its good another may be and still be linked [points]."""
_USUAL = 0.8
"""What goes to the row that news usually means by its words [points]."""
_FORESEEN = 1.0
"""What a control only foreseen is held back by against those that stand [points]."""
_WHOLE = 1.0
"""What goes to a row all of whose goods the article names [points]."""
_FORETOLD = 7.0
"""What a rule made known only later needs where its goods alone speak for it [points]."""
_WORDS = 0.5
"""What goes to a row that more than a firm or a good speaks for [points]."""
_NEW = 0.8
"""The same where the rule is new and its goods are named by themselves [points]."""
_CLAIM = 2.6
"""Points of a mention that no better row claims, from which it speaks for a row by itself."""
_OWNED = 2.0
"""The same where the sentence names the row's imposer [points]."""
_OTHER_SIDE = 1.0
"""How far behind the row of another side a row may be that claims the same [points]."""
_MEANT = 0.7
"""How closely a good must be named where nothing else speaks for a row [share]."""
_LISTS = frozenset({"entity-list"})
_LATELY = 45
_TOLD = 120
"""Days within which an end is still told [day]."""
_NEWS = 7
_PACKAGE = 3  # rows announced within so many days of each other are steps of one package


def admitted(  # noqa: C901, PLR0911 - one gate each
    found: Evidence, passages: tuple[Passage, ...], day: dt.date
) -> bool:
    """Whether a row may be linked at all.

    Its imposer must be named in the article, and so must one of its targets, where it does not aim
    at all; a row that lists firms needs its name, a firm, or a word for a list.
    """
    control = found.control
    named = {party for passage in passages for party in passage.parties}
    if found.score < LEAST or control.imposer not in named:
        return False
    if not (found.placed or found.named):
        return False
    voiced = any(passage.voiced(control.imposer) for passage in passages)
    traded = any(passages[number].bargains for number in found.passages)
    usual = bool(_usual_goods(control.imposer) & set(control.goods))
    curbed = found.tool or any(
        passages[number].controls or (usual and passages[number].regulates)
        for number in found.passages
    )
    theirs = voiced or traded or usual or found.nearest >= 1.0
    if found.nearest < _MEANT and not found.own and not _voiced_on(found, passages):
        return False
    if not (found.own or (theirs and curbed)):
        return False  # a word for goods at large, and no control of the imposer's
    if ahead(control, day) and not _foretold(found, passages):
        return False
    own = found.own if control.instrument != "threat" else found.named or found.phrased
    if not own and _out_of_the_news(found, day):
        return False
    by_firm = found.firm and not found.told
    of_firms = control.instrument == "licence" and control.entities and "ALL" not in control.targets
    if of_firms and not (found.told or found.aimed) and bool(found.goods) != found.firm:
        return freshness(control, day) <= _LATELY  # on firms' licences: a firm and a good, or words
    near = {party for number in found.passages for party in passages[number].parties}
    aims = "ALL" in control.targets or any(
        control.aims_at(party) for party in (near if by_firm else named)
    )
    if not (aims or found.named or ("its day" in found.why and found.nearest >= 1.0)):
        return False
    if control.instrument == "revenue-share" and not (found.named or found.phrased or found.tool):
        return False
    if control.instrument == "end-user-rule" and not (found.own or found.tool):
        return freshness(control, day) <= _LATELY
    if control.instrument in _LISTS:
        by_firm = found.firm and (found.listed or _spoken_of(found, day))
        return found.named or by_firm or (found.listed and found.own)
    return found.own or bool(found.goods)


def _spoken_of(found: Evidence, day: dt.date) -> bool:
    """Whether a listed firm is in the news, and not only named beside something else."""
    return len(found.passages) > 1 or freshness(found.control, day) <= _TOLD


def _foretold(found: Evidence, passages: tuple[Passage, ...]) -> bool:
    """Whether words of a plan, and goods or its imposer's own act, speak for a rule to come."""
    theirs = any(passages[number].voiced(found.control.imposer) for number in found.passages)
    return found.foreseen and bool(found.goods or (found.phrased and theirs))


def _voiced_on(found: Evidence, passages: tuple[Passage, ...]) -> bool:
    """Whether the grammar finds a control of a row's imposer on one of its goods."""
    return any(
        voice.imposer == found.control.imposer and voice.goods & found.goods.keys()
        for number in found.passages
        for voice in passages[number].voices
    )


@cache
def _usual_goods(imposer: str) -> frozenset[str]:
    """Goods that imply who controls them: rare earths, for China."""
    rows = (row for row in load_reading_goods() if row.imposer == imposer)
    return frozenset(good for row in rows for good in row.goods)


def winners(rows: Iterable[Evidence], day: dt.date, facts: Facts) -> list[Evidence]:
    """Keep the rows that explain best what the article names."""
    breadth = {row.id: row.breadth for row in facts.controls}
    kinds = {row.good: row.group for row in facts.goods}
    ranked = sorted(
        (
            found
            for found in rows
            if breadth.get(found.control.id) not in SMALL or _meant(found, day)
        ),
        key=lambda found: (
            -_rank(found, day, breadth),
            found.control.announced or dt.date.max,
            found.control.id,
        ),
    )
    kept: list[Evidence] = []
    for found in ranked:
        if ahead(found.control, day) and not found.own and found.score < _FORETOLD:
            continue
        if any(_superseded(found, other, day) for other in ranked):
            continue
        rivals = [other for other in kept if _rivals(found, other)]
        claimed = {
            claim
            for other in rivals
            if _same_side(found, other) or not _beside(found, other, day, breadth)
            for claim in _shared(found, other)
        }
        if any(_told_by(found, other, day, breadth, kinds) for other in kept):
            continue
        if any(_borrowed(found, other) for other in ranked if other is not found):
            continue
        if any(_later_listing(other, found, day) or _told_closer(other, found) for other in ranked):
            continue
        alone = not any(_same_side(found, other) for other in rivals)
        fresh = any(
            points >= (_OWNED if alone and claim in found.owned else _CLAIM)
            and claim not in claimed
            for claim, points in found.claims.items()
        )
        if fresh or all(_beside(found, other, day, breadth) for other in rivals):
            kept.append(found)
    return kept


def _meant(found: Evidence, day: dt.date) -> bool:
    """Whether more than goods speaks for a row that covers little of them.

    A firm does where the row is a list of firms, or of late; so does being news.
    """
    age = freshness(found.control, day)
    by_firm = found.firm and (found.control.instrument in _LISTS or age <= _LATELY)
    return found.named or found.phrased or by_firm or age <= (_LATELY if _lasting(found) else _NEWS)


def _lasting(found: Evidence) -> bool:
    """Whether news of a row lasts: a day that is told, or a threat, which is nothing but news."""
    return found.dated or (found.tool and found.control.instrument == "threat")


def _superseded(found: Evidence, other: Evidence, day: dt.date) -> bool:
    """Whether a later rule of the same imposer on the same goods and parties is spoken of as much.

    Nothing but its goods speaks for the older one.
    """
    mine, its = found.control, other.control
    same = (mine.imposer, set(mine.goods), set(mine.targets)) == (
        its.imposer, set(its.goods), set(its.targets)
    )  # fmt: skip
    newer = freshness(its, day) < freshness(mine, day) and its.status(day) is Status.IN_FORCE
    other_kind = mine.instrument != its.instrument  # two bans on one good are two rules
    return bool(
        same
        and newer
        and other_kind
        and mine.goods
        and not found.own
        and other.score >= found.score
    )


def _rivals(found: Evidence, other: Evidence) -> bool:
    """Whether two rows claim a mention that is not one imposer's by its sentence, or one firm."""
    return bool(_shared(found, other)) or _only_firm(found, other)


def _shared(found: Evidence, other: Evidence) -> set[int]:
    """Mentions that both claim, but for those that a sentence gives to the imposer of the first."""
    shared = found.claims.keys() & other.claims.keys()
    return shared if _same_side(found, other) else shared - (found.owned - other.owned)


def _out_of_the_news(found: Evidence, day: dt.date) -> bool:
    """Whether a row is over, or was never in force, and took no step of late.

    A suspension that still runs is told of as such, and so is what is to come back.
    """
    control = found.control
    suspended = control.status(day) is Status.SUSPENDED
    if found.returns or (found.ended and (suspended or freshness(control, day) <= _TOLD)):
        return False
    idle = over(control, day) or control.effective is None
    return idle and freshness(control, day) > _LATELY


def _rank(found: Evidence, day: dt.date, breadth: Mapping[str, str]) -> float:
    """Score, and for rows alike what blocks more and is wider comes first."""
    control = found.control
    target = next((code for code in control.targets if code != "ALL"), "*")
    heavy = 0.0 if over(control, day) else control.intensity(day, target, known_on=day).central
    wide = {"narrow": -0.5, "part": 0.0}.get(breadth.get(control.id, ""), 0.3)
    begun = control.effective is None or control.effective <= day or found.own or found.foreseen
    late = _FORESEEN if ahead(control, day) or not begun else 0.0
    usual = _USUAL if found.usual else 0.0
    named = [good for good in control.goods if found.goods.get(good, 0.0) >= _CLAIM]
    whole = _WHOLE * len(named) / len(control.goods) if control.goods else 0.0
    exact = whole >= _WHOLE and found.nearest >= 1.0 and freshness(control, day) <= _LATELY
    whole += _NEW if exact else 0.0
    own = _WORDS if found.named or found.phrased else 0.0
    firms = 0.0 if control.entities else 0.3
    return found.score - late + usual + whole + own + 0.5 * heavy + wide + firms


def _told_by(
    found: Evidence,
    other: Evidence,
    day: dt.date,
    breadth: Mapping[str, str],
    kinds: Mapping[str, str],
) -> bool:
    """Whether a word for goods at large means the goods of a row that is named more closely."""
    if found.own or found.nearest >= 1.0 or not other.own or over(other.control, day):
        return False
    alike = {kinds.get(g) for g in found.goods} & {kinds.get(g) for g in other.control.goods}
    ahead_by = _rank(other, day, breadth) - _rank(found, day, breadth)
    return _same_side(found, other) and bool(alike) and ahead_by > MARGIN


def _borrowed(found: Evidence, other: Evidence) -> bool:
    """Whether words for a recent rule mean another that more than such words speaks for."""
    unnamed = not (found.named or found.firm or found.dated or found.goods)
    owns = other.named or other.dated or bool(other.goods)
    beside = found.passages.keys() <= other.passages.keys()
    return unnamed and owns and beside and _same_side(found, other)


def _later_listing(other: Evidence, found: Evidence, day: dt.date) -> bool:
    """Whether that somebody was listed of late means a row, and so not one of some days before."""
    bare = _bare(found) and found.listing
    newer = freshness(other.control, day) < freshness(found.control, day)
    return bare and other.listing and newer and _same_side(found, other)


def _told_closer(other: Evidence, found: Evidence) -> bool:
    """Whether curbs on a partner mean a row that more than such words speaks for."""
    bare = _bare(found) and found.aimed and not found.listing
    return bare and _same_side(found, other) and not (_bare(other) and other.aimed)


def _bare(found: Evidence) -> bool:
    return not (found.told or found.firm or found.goods)


def _same_side(found: Evidence, other: Evidence) -> bool:
    """Whether two rows have the same imposer."""
    return found.control.imposer == other.control.imposer


def _only_firm(found: Evidence, other: Evidence) -> bool:
    """Whether nothing but a firm, or a count of them, speaks for a row and for a better one."""
    alone = found.firm and not found.told
    return alone and bool(found.firms & other.firms)


def _elsewhere(found: Evidence, other: Evidence) -> bool:
    """Whether a row is meant as closely as one whose lead rests on its own words elsewhere."""
    best = max(found.passages, key=lambda number: found.passages[number])
    shared = found.claims.keys() & other.claims.keys()
    return (
        bool(other.marked)
        and best not in other.marked
        and len(found.control.goods) < len(other.control.goods)
        and all(found.claims[claim] >= other.claims[claim] for claim in shared)
    )


def _beside(  # noqa: PLR0911 - one branch a rule of competition
    found: Evidence, other: Evidence, day: dt.date, breadth: Mapping[str, str]
) -> bool:
    """Whether a row is linked beside a better one that claims the same."""
    mine, its = found.control, other.control
    narrow = breadth.get(mine.id) in SMALL
    if _only_firm(found, other) and (narrow or max(found.goods.values(), default=0.0) < _CLAIM):
        return False
    if found.named or found.dated or found.firm:
        return True
    if mine.imposer != its.imposer:
        return found.own or _rank(other, day, breadth) - _rank(found, day, breadth) < _OTHER_SIDE
    if _new_on_many(found, day) and freshness(its, day) > _LATELY:
        return True
    behind = _rank(other, day, breadth) - _rank(found, day, breadth)
    if over(its, day) and not over(mine, day):
        return found.phrased or behind <= MARGIN / 2
    if _elsewhere(found, other):
        return True
    if (mine.instrument in _LISTS) != (its.instrument in _LISTS) and found.phrased:
        return True
    if behind > MARGIN and not (found.phrased and behind <= 2 * MARGIN):
        return False
    return found.phrased or _differ(found, its) or _one_package(mine, its)


def _new_on_many(found: Evidence, day: dt.date) -> bool:
    """Whether a row is of these days, and is meant by a word for many goods: *rare earths*."""
    at_large = _MEANT <= found.nearest < 1.0 and found.control.instrument != "threat"
    return at_large and freshness(found.control, day) <= _LATELY and not over(found.control, day)


def _differ(found: Evidence, its: Control) -> bool:
    """Whether two rows are of two kinds: a ban on one country beside licences for all."""
    mine = found.control
    aims = ("ALL" in mine.targets) != ("ALL" in its.targets)
    return mine.instrument != its.instrument and (found.tool or aims)


def _one_package(mine: Control, its: Control) -> bool:
    first, second = mine.announced, its.announced
    return first is not None and second is not None and abs((first - second).days) <= _PACKAGE
