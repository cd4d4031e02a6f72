"""The message: what a board reads first, in a few sentences made from the named results."""

from typing import Any

from detente.brief._findings import ALL, OTHERS, Findings, Ratio, Side, agreement_of
from detente.brief._trade_words import listed
from detente.brief.view import View
from detente.say import (
    Claim,
    Sentence,
    agrees,
    capital,
    clean,
    count,
    join_words,
    leverage_words,
    money_range,
    per_cent,
    possessive,
    quote,
    ratio_range,
    segments,
)

__all__ = ["costed", "loss_claim", "message", "packages_claim", "past_ranges"]

NOMINAL = 0.85
"""Part of the outcomes that a range is meant to hold [1]."""

_TOLD_MONTHS = (3.0, 6.0, 12.0)

MOSTLY = 0.5
"""From this part on a loss is said to come from a side's own controls [1]."""


def message(view: View, found: Findings) -> list[Sentence]:
    """Say the answer sentence by sentence, the most important first."""
    made = (_losses(view, found), _leverage(view, found), _chance(view, found))
    return [*_agreed(view), *(sentence for sentence in made if sentence is not None)]


def _agreed(view: View) -> list[Sentence]:
    """What the article reports as agreed, and whether both would accept it as it is valued here."""
    row = agreement_of(view)
    if row is None:
        return []
    firm = f" ({quote(clean(row['firmness']))})" if row.get("firmness") else ""
    first = Sentence(
        topic="Reported deal",
        text=f"A deal is reported as agreed{firm}.",
        anchor="deals",
        how="how-deals",
        claims=(Claim(relation="agreed", shown="reported as agreed"),),
    )
    text = f"In the article’s words: {quote(clean(row['words']).rstrip(' .'), 200)}."
    held = row.get("appraisal")
    if held is None:
        text += " No part of it is on the table with figures, so it cannot be weighed here."
    elif held["accepted"]:
        text += " At the values assumed here, all accept what of it is on the table."
    else:
        against = [view.the(party) for party, short in held["short"].items() if short > 0]
        verb = agrees(len(against), "does", "do")
        who = f"{join_words(against)} {verb} not" if against else "not all"
        lines = [view.inline(view.control(code)) for code in held.get("crossed", ())]
        beyond = f", and it crosses the red line on {join_words(lines)}" if lines else ""
        text += (
            f" At the values assumed here {who} accept what of it is on the table{beyond}: the "
            "reported deal and the values below do not fit together."
        )
    held_against = Sentence(topic="The deal reported", text=text, anchor="deals", how="how-deals")
    return [first, held_against, *_stands(row)]


def _stands(row: dict[str, Any]) -> list[Sentence]:
    """How long such a deal stands by the record, and what of it nothing costs."""
    told = row.get("standing")  # a brief of an earlier version has none
    if not told:
        return []
    months = [one for one in told["by_month"] if one["month"] in _TOLD_MONTHS]
    when = join_words([f"{one['month']:.0f}" for one in months])
    force, kept = (
        join_words([per_cent(one[key]["central"]) for one in months])
        for key in ("easings_in_force", "no_new_measure")
    )
    text = (
        f"By the record of deals the easings of one that is struck are still in force after {when} "
        f"months in {force}; no promise is withdrawn and no new like measure comes in {kept}."
    )
    if told["not_costed"]:
        parts = [quote(clean(words), 80) for words in told["not_costed"]]
        text += f" Not costed: {join_words(parts)}."
    return [Sentence(topic="How long such deals stand", text=text, anchor="deals", how="how-deals")]


def loss_claim(side: Side, of: str = ALL) -> Claim:
    """Claim what a party loses by one count."""
    value = {ALL: side.loss, OTHERS: side.by_others}.get(of, side.by_own) or side.loss
    return Claim(
        relation="loses",
        who=side.party,
        of=of,
        value=value["central"],
        low=value["low"],
        high=value["high"],
        shown=money_range(value),
    )


def costed(view: View, found: Findings) -> int:
    """How many of the controls shown have figures."""
    return len(view.shown_controls()) - len(found.withheld)


def _losses(view: View, found: Findings) -> Sentence | None:
    sides = [side for side in found.sides if side.party in view.parties]
    if not sides:
        return None
    one = costed(view, found) == 1
    who, they = ("The control costs", "it costs") if one else ("The controls cost", "they cost")
    if found.withheld:
        who = who.replace(" cost", " that has figures cost" if one else " that have figures cost")
    claims = [loss_claim(side) for side in sides]
    each = [f"{view.the(side.party)} {money_range(side.loss)}" for side in sides]
    ratio = found.ratio(ALL)
    if ratio is None:
        text = f"{who} {join_words(each)} a month."
    elif ratio.sure and ratio.times:
        times = ratio_range(ratio.times)
        text = f"{who} {view.the(ratio.more)} {times} what {they} {view.the(ratio.less)}."
        claims = [_more(ratio, times)]
    elif ratio.even:
        text = f"{who} {' and '.join(each)} a month, about the same."
        claims.append(_open(ratio, "about the same"))
    elif ratio.sure:
        text = f"{who} {' and '.join(each)} a month."
    else:
        text = f"{who} {' and '.join(each)} a month; the ranges do not say which side loses more."
        claims.append(_open(ratio, "do not say which side loses more"))
    return Sentence(
        topic="Who loses more", text=text, anchor="cost", how="how-cost", claims=tuple(claims)
    )


def _more(ratio: Ratio, shown: str) -> Claim:
    times = ratio.times or {}
    return Claim(
        relation="loses more",
        who=ratio.more,
        other=ratio.less,
        of=ratio.of,
        value=times.get("central"),
        low=times.get("low"),
        high=times.get("high"),
        shown=shown,
    )


def _open(ratio: Ratio, shown: str) -> Claim:
    return Claim(
        relation="about the same", who=ratio.more, other=ratio.less, of=ratio.of, shown=shown
    )


def _leverage(view: View, found: Findings) -> Sentence | None:
    if not found.holders:
        return None
    names = {
        code: join_words([view.the(one) for one in code.split("+")])
        for code in found.holders
        if code
    }
    words = leverage_words(found.holders, names)
    parts = segments(found.holders)
    claims = [
        Claim(
            relation="leverage",
            who=holder or "",
            of="throughout" if len(parts) == 1 else "",
            low=float(first),
            high=float(last),
        )
        for holder, first, last in parts
    ]
    sides = [side for side in found.sides if side.by_others is not None]
    told = [f"{view.the(side.party)} loses {money_range(side.by_others or {})}" for side in sides]
    text = words
    if len(sides) == 2:
        text += f". To the other’s controls alone {' and '.join(told)} a month"
        claims += [loss_claim(side, OTHERS) for side in sides]
    text += "."
    own, claim = _own(view, found)
    return Sentence(
        topic="Who holds the leverage",
        text=text + own,
        anchor="clock",
        how="how-leverage",
        claims=(*claims, *([claim] if claim else [])),
    )


def _own(view: View, found: Findings) -> tuple[str, Claim | None]:
    """Whose loss is mostly of its own making, where that bears on who loses more."""
    ratio = found.ratio(ALL)
    side = found.side(ratio.more) if ratio else None
    if side is None or side.by_own is None or side.loss["central"] <= 0:
        return "", None
    holds = len(set(found.holders)) == 1 and found.holders[0] == side.party
    if not holds and side.by_own["central"] < MOSTLY * side.loss["central"]:
        return "", None
    words = money_range(side.by_own)
    text = f" {capital(possessive(view.the(side.party)))} own controls cost it {words} a month."
    return text, loss_claim(side, "its own controls")


def packages_claim(found: Findings, shown: str) -> Claim:
    """Claim how many packages suit all at central values."""
    count, of = found.packages
    return Claim(relation="packages", value=float(count), high=float(of), shown=shown)


def _chance(view: View, found: Findings) -> Sentence | None:
    count, of = found.packages
    if found.withheld:
        names = listed(view, found.withheld)
        many = len(found.withheld)
        text = (
            f"No chance of a deal is given: {names} {agrees(many, 'is', 'are')} on the table, and "
            f"no figure says what {agrees(many, 'it is', 'they are')} worth."
        )
        claims = [Claim(relation="withheld", who="a deal", shown="No chance of a deal is given")]
        return Sentence(
            topic="Chance of a deal",
            text=text,
            anchor="deals",
            how="how-deals",
            claims=tuple(claims),
        )
    chance = found.chance
    if chance is None:
        return None
    said = per_cent(chance.deal)
    text = f"The chance of a deal is {said}"
    claims = [Claim(relation="chance", who="a deal", value=chance.deal, shown=said)]
    if chance.stands is not None:
        stands = per_cent(chance.stands)
        text += f"; that one is struck and still stands after {chance.months:.0f} months, {stands}"
        claims.append(
            Claim(relation="chance", who="a deal that stands", value=chance.stands, shown=stands)
        )
        if chance.base is not None:
            base = per_cent(chance.base)
            text += f" (of {chance.cases} struck bargains in the record, {base} did)"
            claims.append(
                Claim(relation="base rate", who="bargains", value=chance.base, shown=base)
            )
    text += "."
    if found.central_differs:
        some = f"{count:,} of {of:,} packages suit" if count else f"none of {of:,} packages suits"
        text += (
            f" At central values alone {some} all: the central values lie at an end of what the "
            "ranges hold."
        )
        claims += [
            packages_claim(found, some),
            Claim(relation="central differs", who="a deal", shown="At central values alone"),
        ]
    return Sentence(
        topic="Chance of a deal",
        text=text,
        anchor="keeping" if chance.stands is not None else "deals",
        how="how-keeping" if chance.stands is not None else "how-deals",
        claims=tuple(claims),
    )


def past_ranges(view: View) -> str:
    """Say how the ranges of past forecasts fared, for the first page."""
    record: dict[str, Any] = view.payload.get("record") or {}
    cases = record.get("cases", [])
    scored, inside = (sum(case[name] for case in cases) for name in ("scored", "inside"))
    if not scored:
        return ""
    said = (
        f"In {count(len(cases), 'past standoff')} {inside} of {scored} outcomes, values and "
        "bounds, fell inside ranges that the other cases had set"
    )
    if inside / scored >= NOMINAL:
        return f"{said}."
    return f"{said}, not {per_cent(NOMINAL)}: read every range as too narrow."
