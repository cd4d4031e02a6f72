"""How strongly an article speaks of one row of the register."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from detente.controls import Control
from detente.facts import ALL_DUAL_USE, Facts
from detente.facts.words import compiled
from detente.reading.english.text.needed import may_hold
from detente.reading.standoff.linking._article import Article
from detente.reading.standoff.linking._by_day import (
    agrees,
    end_untold,
    newly_listed,
    of_another_rule,
    of_that_day,
    recent_curbs,
)
from detente.reading.standoff.linking._candidates import freshness, known_steps, over
from detente.reading.standoff.linking._cues import Cue, cues_of, means_other
from detente.reading.standoff.linking._partners import curbs_on_partner
from detente.reading.standoff.linking._passages import Passage

__all__ = ["Evidence", "evidence"]

# Weights of the evidence [points]. Set by hand on the articles for development, and rounded: a name
# outweighs a good, a good outweighs whatever else stands in its sentence.
_NAME, _FIRM, _PHRASE, _RECENTLY = 6.0, 2.5, 2.0, 2.0
_GOOD = 3.0
_OFF_CONTROL = 0.35
"""What a good counts for in a sentence that speaks of no control [share]."""
_VOICE, _IMPOSER, _NEAR_IMPOSER, _TARGET = 1.5, 1.5, 0.75, 0.5
_OTHERS = 0.25
"""What a good counts for where the sentence gives its control to another imposer [share]."""
_DAY, _MONTH, _YEAR = 2.5, 1.2, 0.6
_INSTRUMENT = 0.7
_CARRIED = 0.5
"""What a good or phrase counts for that stands in the sentence beside [share]."""
_NOBODY = 0.5
"""What a good counts for where its imposer is named neither there nor just before [share]."""
_MADE_OF = 0.4
"""What a good counts for, for a row on what is made of it, where no word says that [share]."""
_NO_USER = 0.5
"""What a good of a rule on users counts for where the sentence names no users [share]."""
_ENDED = 1.5
"""What words of an end are worth to a row that is suspended or lifted [points]."""
_STAYS = compiled("score.stays")
"""Words by which a rule is not over."""
_HEADING = 4
"""Digits of a heading of the customs tariff [count]."""
_DUAL_USE = compiled("score.dual_use")
_PLANS = compiled("score.plans")
_STALE = 0.4
"""What a recent step counts for where nothing in the sentence says that it is new [share]."""
_MORE, _MOST_MORE = 0.25, 1.5
_FRESH = ((3, 2.0), (14, 1.5), (45, 1.0), (120, 0.5))
"""Days since the last step of a control, and what that is worth [day, points]."""
_STRONG = 0.7
"""Share of the best sentence's points from which another is as good [share]."""
_MISAIMED = 0.7
"""What a sentence counts for that names others, none of whom a row aims at [share]."""
_RECENT, _LISTING = 45, 14
"""Days within which *recent curbs*, and a listing that is news, may mean a control [day]."""


@dataclass(slots=True)
class Evidence:
    """What speaks for one row: points, by kind, and the passages."""

    control: Control
    score: float = 0.0
    named: bool = False
    phrased: bool = False
    firm: bool = False
    dated: bool = False
    listed: bool = False
    listing: bool = False
    aimed: bool = False
    placed: bool = False
    nearest: float = 0.0
    usual: bool = False
    foreseen: bool = False
    tool: bool = False
    broad: bool = False
    made_of: bool = False
    over: bool = False
    ended: bool = False
    returns: bool = False
    goods: dict[str, float] = field(default_factory=dict)
    claims: dict[int, float] = field(default_factory=dict)
    owned: set[int] = field(default_factory=set)
    marked: set[int] = field(default_factory=set)
    firms: set[str] = field(default_factory=set)
    passages: dict[int, float] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether something in the text points at this row and no other."""
        return self.told or self.firm or self.listing or self.aimed

    @property
    def told(self) -> bool:
        """Whether its name, a day of its or words for it stand in the text."""
        return self.named or self.dated or self.phrased


def evidence(control: Control, article: Article) -> Evidence:
    """Weigh what an article says of one row of the register."""
    day, facts = article.day, article.facts
    found = Evidence(
        control=control,
        broad=control.id in _broad_rows(facts),
        made_of=control.id in _made_rows(facts),
    )
    cues = [
        cue
        for cue in cues_of(control, facts)
        if may_hold(article.folded, cue.pattern.pattern) and cue.pattern.search(article.whole)
    ]
    steps = [step.isoformat() for step in known_steps(control, day)]
    dated = any(value in steps for passage in article.passages for value in passage.days)
    age = freshness(control, day)
    by_day = dated or age <= _RECENT or control.id in article.aimed
    if not (cues or article.told & set(control.goods) or by_day):
        return found
    best = more = 0.0
    found.over = over(control, day)
    for passage in article.passages:
        points = _points(found, passage, article, cues, steps, age=age)
        if points <= 0:
            continue
        found.passages[passage.number] = points
        more += min(best, points)
        best = max(best, points)
    found.score = best + min(_MORE * more, _MOST_MORE)
    if not found.passages:
        return found
    news = found.dated or any(
        passage.lead or "fresh" in passage.words
        for passage in article.passages
        if found.passages.get(passage.number, 0.0) >= _STRONG * best
    )
    worth = next((worth for days, worth in _FRESH if age <= days), 0.0)
    worth = 0.0 if found.over and not (found.ended or found.returns) else worth
    found.score += worth if news else worth * _STALE
    if age <= _RECENT:
        found.why.append("recent")
    return found


def _points(  # noqa: C901 - one branch a kind of evidence
    found: Evidence,
    passage: Passage,
    article: Article,
    cues: Iterable[Cue],
    steps: list[str],
    *,
    age: int,
) -> float:
    """Points of one sentence."""
    control = found.control
    before, after = article.beside(passage)
    beside = any(p is not None and p.regulates for p in (before, after))
    late = age <= _RECENT
    points = _cued(found, passage, cues, late=late, spoken_of=passage.regulates or beside)
    points = max(points, _by_day(found, passage, article, steps, age=age))
    doubted = passage.doubt == "denied" or (passage.doubt and control.instrument != "threat")
    if doubted and points < _NAME:
        return 0.0
    marked, by_firm = points > 0, points == _FIRM
    if marked:
        found.marked.add(passage.number)
    if found.broad and not (marked or _DUAL_USE.search(passage.text)):
        return 0.0
    good = 0.0 if doubted else _good(found, passage, before, steps, marked=marked)
    if not marked and of_another_rule(control, passage, steps, article.ruled):
        good *= _OTHERS
    if not (points or good) and age <= _LISTING and of_that_day(control, passage):
        points = _RECENTLY
    if not (points or good):
        return 0.0
    placed, share = _placed(found, passage, before, after, marked=marked, sole=article.sole)
    points += good * share + placed
    if any(control.aims_at(code) for code in passage.parties):
        points += _TARGET if "ALL" not in control.targets else _TARGET / 2
    elif (by_firm or not marked) and passage.parties - {control.imposer}:
        points *= _MISAIMED
    points += _dated(found, passage, steps, marked=marked)
    if found.over and (marked or set(control.goods) & passage.goods.keys()):
        points += _ends(found, passage)
    if control.instrument in passage.words:
        points += _INSTRUMENT
        found.tool = True
    if "entity-list" in passage.words:
        found.listed = True
    found.foreseen = found.foreseen or bool((good or marked) and _PLANS.search(passage.text))
    return points


def _by_day(
    found: Evidence, passage: Passage, article: Article, steps: list[str], *, age: int
) -> float:
    """Points of words that mean a row by the day of the article, or by whom it is aimed at."""
    control = found.control
    points = 0.0
    if age <= _RECENT and recent_curbs(control, passage, steps):
        points = _RECENTLY
        _note(found, "phrased", "recent curbs")
    if age <= _LISTING and newly_listed(control, passage, steps):
        points = _RECENTLY
        _note(found, "listing", "a listing of these days")
    if control.id in article.aimed and curbs_on_partner(control, passage):
        points = _RECENTLY
        _note(found, "aimed", "its curbs on a partner")
    return points


def _placed(
    found: Evidence,
    passage: Passage,
    before: Passage | None,
    after: Passage | None,
    *,
    marked: bool,
    sole: frozenset[str],
) -> tuple[float, float]:
    """Points for the imposer named there or beside it; share of a good where it is not."""
    control, here = found.control, passage.senders
    there = frozenset().union(*(p.senders for p in (before, after) if p is not None))
    who = control.imposer in here or passage.voiced(control.imposer)
    alone = bool(sole & set(found.goods)) and not here - {control.imposer, *control.targets}
    taken_up = before is not None and control.imposer in before.senders
    taken_up = taken_up and not here - {*control.targets}
    if who or alone or taken_up or (marked and control.imposer in there):
        found.placed = True
    share = 1.0 if who or marked or alone or control.imposer in there else _NOBODY
    if who:
        found.owned |= {at for good in control.goods for at in passage.claims.get(good, ())}
        return _IMPOSER, share
    return (_NEAR_IMPOSER if control.imposer in there else 0.0), share


def _dated(found: Evidence, passage: Passage, steps: list[str], *, marked: bool) -> float:
    """Points for a day, month or year of a row's that a sentence names."""
    control = found.control
    part = agrees(passage.days, steps)
    if part and (_told_of_another(control, passage) or end_untold(control, passage)):
        return 0.0
    if not (part == "day" or (part and (marked or passage.regulates))):
        return 0.0
    if part != "year":
        _note(found, "dated", f"its {part}")
    return {"day": _DAY, "month": _MONTH, "year": _YEAR}[part]


def _ends(found: Evidence, passage: Passage) -> float:
    """Points for words of an end, or of a return, to a row that is over."""
    back = "returns" in passage.words
    found.returns = found.returns or back
    if not back and ("ended" not in passage.words or _STAYS.search(passage.text)):
        return 0.0
    found.ended = True
    return _ENDED


def _told_of_another(control: Control, passage: Passage) -> bool:
    """Whether a sentence gives a control on the row's goods to other imposers alone."""
    goods = set(control.goods)
    voices = {voice.imposer for voice in passage.voices if voice.goods & goods}
    return bool(voices) and control.imposer not in voices


def _cued(
    found: Evidence, passage: Passage, cues: Iterable[Cue], *, late: bool, spoken_of: bool
) -> float:
    """Points of the words for a row in a sentence."""
    points = 0.0
    for cue in cues:
        match = cue.pattern.search(passage.spelled)
        if match is None or (cue.kind == "count" and not late):
            continue
        others = cue.kind == "phrase" and means_other(
            passage.spelled, match.start(), found.control.imposer
        )
        if others:
            continue
        if cue.kind == "name":
            points = max(points, _NAME)
            _note(found, "named", "its name")
        elif cue.kind == "usual":
            found.usual = found.usual or passage.regulates
        elif spoken_of:
            firm = cue.kind in ("firm", "count")
            guidance = found.control.instrument in ("end-user-rule", "entity-list")
            owned = points > 0 or found.control.imposer in passage.senders
            if firm and not (passage.regulates or passage.lead or (owned and not guidance)):
                continue
            if firm:
                found.firms.add(cue.pattern.pattern)
            points = max(points, _FIRM if firm else _PHRASE)
            _note(found, "firm" if firm else "phrased", "a firm" if firm else "its words")
    return points


def _good(
    found: Evidence, passage: Passage, before: Passage | None, steps: list[str], *, marked: bool
) -> float:
    """Points of the goods of a row in a sentence, or in the one before that it takes up."""
    control = found.control
    if control.instrument == "entity-list" and "entity-list" not in passage.words:
        return 0.0
    carried = not passage.goods and passage.regulates and before is not None
    told = before if carried and before is not None else passage
    best = 0.0
    for good in control.goods:
        near = told.goods.get(good, 0.0)
        if not near:
            continue
        found.nearest = max(found.nearest, near)
        points = _GOOD * near * (_CARRIED if carried else 1.0)
        if not passage.regulates:
            points *= _OFF_CONTROL
        if found.made_of and not marked:
            points *= _MADE_OF
        if control.instrument == "end-user-rule" and not (
            marked or "end-user-rule" in passage.words or agrees(passage.days, steps)
        ):
            points *= _NO_USER
        points = _by_voices(points, control, passage, good, marked=marked)
        whose = told.owners.get(good, frozenset())
        voiced = any(v.imposer == control.imposer and good in v.goods for v in told.voices)
        if whose and control.imposer not in whose and not (marked or voiced):
            points *= _OTHERS  # nobody holds back another's goods
        found.goods[good] = max(found.goods.get(good, 0.0), points)
        for claim in told.claims.get(good, ()):
            found.claims[claim] = max(found.claims.get(claim, 0.0), points)
        best = max(best, points)
    return best


def _by_voices(
    points: float, control: Control, passage: Passage, good: str, *, marked: bool
) -> float:
    """Points of a good by whose control on what the grammar finds in its sentence."""
    voices = [voice.imposer for voice in passage.voices if good in voice.goods]
    if control.imposer in voices:
        return points + _VOICE
    if voices and not marked:
        return points * _OTHERS
    return points


@cache
def _broad_rows(facts: Facts) -> frozenset[str]:
    """Rows that cover all goods of their imposer's list, and so none in particular."""
    return frozenset(row.id for row in facts.controls if ALL_DUAL_USE in row.goods)


@cache
def _made_rows(facts: Facts) -> frozenset[str]:
    """Rows whose customs headings are none of their goods': on the flour of wheat, on scrap."""
    headings = {row.good: {code[:_HEADING] for code in row.hs6} for row in facts.goods}
    return frozenset(
        row.id
        for row in facts.controls
        if (own := {c.split()[1][:_HEADING] for c in row.codes if c.startswith("HS ")})
        and (all_of := {h for good in row.goods for h in headings.get(good, ())})
        and not own & all_of
    )


def _note(found: Evidence, mark: str, words: str) -> None:
    if not getattr(found, mark):
        setattr(found, mark, True)
        found.why.append(words)
