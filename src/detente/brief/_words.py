"""The brief in sentences, topic by topic, each made from the named results and the payload.

Nothing is said here that is not in the payload, and no sentence gives advice.
"""

from typing import Any

from detente.brief._bottom_line import costed, loss_claim, packages_claim
from detente.brief._findings import NONE, OTHERS, WHOLE, Findings, Limit, Side
from detente.brief._trade_words import listed, moves
from detente.brief.charts import clock_order, driver_name, drivers_of, first_stoppage
from detente.brief.view import View, triple
from detente.say import (
    Claim,
    Sentence,
    agrees,
    capital,
    clean,
    count,
    date_words,
    days_range,
    join_words,
    money,
    money_range,
    per_cent,
    possessive,
    quote,
    shorten,
    small_share_range,
    utility,
)

__all__ = [
    "COMMITMENT",
    "POLARITY",
    "STRENGTH",
    "annex_topics",
    "headline_title",
    "proper_topics",
    "unused_exclusions",
]

MOST_TOLD = 3
"""Parties and passages told in one sentence at most [count]."""

#: How firm a statement is, in words, firmest first.
COMMITMENT = {
    "done": "says it is done",
    "pledged": "pledges",
    "expected": "expects",
    "willing": "is willing",
    "conditional": "on a condition",
    "possible": "calls it possible",
    "noncommittal": "leaves it open",
    "refused": "refuses",
    "asserted": "asserts",
    "denied": "denies",
    "question": "asks",
    "evaluation": "judges",
}
SEVERAL = {
    "says it is done": "say it is done",
    "pledges": "pledge",
    "expects": "expect",
    "is willing": "are willing",
    "calls it possible": "call it possible",
    "leaves it open": "leave it open",
    "refuses": "refuse",
    "asserts": "assert",
    "denies": "deny",
    "asks": "ask",
    "judges": "judge",
}
"""The same of several speakers at once."""

STRENGTH = {name: at for at, name in enumerate(COMMITMENT)}
POLARITY = {"ease": "easing", "maintain": "keeping", "tighten": "tightening", "neutral": "neutral"}


def headline_title(view: View) -> str:
    """Name the brief."""
    standoff = view.payload["standoff"]
    return f"{shorten(standoff['name'], 120)}, {date_words(standoff['on'])}"


def _said(view: View) -> Sentence:
    statements = view.reading.get("statements", [])
    if not statements:
        text = "No article was read: the standoff was written by hand."
        if view.payload["article_text"]:
            text = "The article was read and no statement in it could be attributed."
        return Sentence(topic="What was said", text=text, anchor="said", how="how-reading")
    speakers = {row["speaker"] for row in statements if row["speaker"]}
    firmest = min(
        (row for row in statements if row["polarity"] == "ease" and row["kind"] != "headline"),
        key=lambda row: (STRENGTH.get(row["commitment"], 99), not row["controls"]),
        default=None,
    )
    many = {
        word: sum(row["polarity"] == kind for row in statements)
        for kind, word in (("ease", "easing"), ("maintain", "keeping"), ("tighten", "tightening"))
    }
    split = join_words(
        [f"{count(n, 'speaks', 'speak')} of {word}" for word, n in many.items() if n]
    )
    text = f"{capital(count(len(statements), 'statement'))} by {count(len(speakers), 'speaker')}"
    text += f"; {split}." if split else "."
    if firmest:
        words = " ".join(span["text"] for span in firmest["content"])
        how = COMMITMENT.get(firmest["commitment"], firmest["commitment"])
        how = SEVERAL.get(how, how) if view.several(firmest["speaker"]) else how
        who = view.speaker(firmest["speaker"])
        how = how if how.startswith("on ") else f"{view.which(firmest['speaker'])} {how}"
        text += f" Firmest on easing: {who}, {how}: {quote(words, 140)}."
    return Sentence(topic="What was said", text=text, anchor="said", how="how-reading")


def _table(view: View) -> Sentence:
    open_ = [row for row in view.shown_controls() if row["easing_bound"] > 0]
    told = []
    for party in dict.fromkeys(row["imposer"] for row in open_):
        names = [row["control"] for row in open_ if row["imposer"] == party]
        told.append(f"by {view.the(party)}: {listed(view, names)}")
    if not told:
        text = "Nothing is on the table: no control in this standoff may be eased."
    else:
        text = f"{capital(count(len(open_), 'control'))} may be eased, {'; '.join(told)}."
    return Sentence(topic="On the table", text=text, anchor="table", how="how-standoff")


def _excluded(view: View, found: Findings) -> Sentence:
    lines = view.payload["standoff"]["red_lines"]
    unmatched, partly = (unused_exclusions(view, what) for what in ("not matched", "not costed"))
    told = []
    if found.red_lines:
        told.append(f"Red lines: {listed(view, found.red_lines)}.")
        said = next((row["from"]["span"] for row in lines if (row["from"] or {}).get("span")), None)
        if said:
            told.append(f"In the article’s words: {quote(said['text'], 120)}.")
    if unmatched:
        words = join_words([quote(words, 90) for words in unmatched[:MOST_TOLD]])
        verb = agrees(len(unmatched), "it bounds", "they bound")
        told.append(f"Ruled out in the article: {words}; {verb} no control on the table.")
    if partly:
        words = join_words([quote(words, 90) for words in partly[:MOST_TOLD]])
        verb = agrees(len(partly), "it limits", "they limit")
        told.append(
            f"Ruled out in part: {words}; {verb} an easing, and no figure says by how much."
        )
    if not told:
        told.append(
            "No control was ruled out; a side that keeps a red line to itself is not seen here."
        )
    claim = Claim(
        relation="excluded", value=float(len(found.red_lines) + len(unmatched) + len(partly))
    )
    return Sentence(
        topic="Excluded", text=" ".join(told), anchor="table", how="how-standoff", claims=(claim,)
    )


def unused_exclusions(view: View, outcome: str) -> list[str]:
    """Words in which something was ruled out that does not bound a control by a figure."""
    rows = view.payload.get("exclusions")
    if rows is not None:
        return [clean(row["words"]) for row in rows if row["outcome"] == outcome]
    read = [] if view.payload["standoff"]["red_lines"] else view.reading.get("exclusions", ())
    return [clean(row["span"]["text"]) for row in read if outcome == "not matched"]


def _central(row: dict[str, Any]) -> float | None:
    found = first_stoppage(row)
    return None if found is None else found["central"]


def _clock(view: View, _: Findings) -> Sentence:
    rows = clock_order(view)
    open_ = {row["control"] for row in view.shown_controls() if row["easing_bound"] > 0}
    told, claims = [], []
    for party in dict.fromkeys(row["party"] for row in rows):
        short = [row for row in rows if row["party"] == party and _central(row) is not None]
        first = next((row for row in short if row["control"] in open_), next(iter(short), None))
        if first:
            good, when = view.inline(view.good(first["good"])), days_range(first_stoppage(first))
            words = (
                f"{view.the(party)} is {when.replace('already short', f'already short of {good}')}"
                if when.startswith("already")
                else f"{view.the(party)} runs short of {good} in {when}"
            )
            told.append(words)
            claims.append(
                Claim(
                    relation="runs short",
                    who=party,
                    other=first["good"],
                    value=_central(first),
                    shown=words[1:],
                )
            )
    if not rows:
        text = "None of these goods stops a line by itself, so no day of a stop is given."
    elif told:
        text = f"{capital('; '.join(told[:MOST_TOLD]))}."
    else:
        horizon = view.payload["manifest"]["days"]
        text = f"In the central case nobody runs short of a good within {horizon} days."
    return Sentence(
        topic="When stocks run out",
        text=text,
        anchor="clock",
        how="how-clock",
        claims=tuple(claims[:MOST_TOLD]),
    )


def _cost(view: View, found: Findings) -> Sentence:
    sides = [side for side in found.sides if side.party in view.parties]
    if not sides:
        return Sentence(
            topic="What each side loses",
            text="No cost was computed.",
            anchor="cost",
            how="how-cost",
        )
    told = [_loss(view, side) for side in sides]
    many = costed(view, found)
    costs = {1: "The control costs", 2: "Both controls together cost"}.get(
        many, f"All {count(many, 'control')} together cost"
    )
    if many < len(view.shown_controls()):
        costs = f"What has figures, {count(many, 'control')}, {agrees(many, 'costs', 'cost')}"
    text = f"{costs} {join_words(told)}."
    claims = [loss_claim(side) for side in sides]
    left = [code for code in found.withheld if view.control(code) != code]
    if left:
        text += f" What {listed(view, left)} {agrees(len(left), 'costs', 'cost')} is not in it."
    both = [side for side in sides if side.by_others is not None and side.by_own is not None]
    if len(both) == len(sides) > 1:
        parts = [
            f"{view.the(side.party)} loses {money_range(side.by_others or {})} to the other’s "
            f"controls and {money_range(side.by_own or {})} to its own"
            for side in both
        ]
        text += f" Counted apart, {'; '.join(parts)}."
        claims += [loss_claim(side, of) for side in both for of in (OTHERS, "its own controls")]
    return Sentence(
        topic="What each side loses", text=text, anchor="cost", how="how-cost", claims=tuple(claims)
    )


def _loss(view: View, side: Side) -> str:
    """What a party loses a month, and as a share of its GDP."""
    said = f"{view.the(side.party)} {money_range(side.loss)} a month"
    if side.share_of_gdp is None:
        return said
    return f"{said}, {small_share_range(side.share_of_gdp)} of its GDP"


def _trade(view: View, found: Findings) -> Sentence:
    deals = view.deals
    made, (many, of) = found.trade, found.packages
    claims: list[Claim] = []
    if made is None:
        if not of:
            open_ = any(row["easing_bound"] > 0 for row in view.shown_controls())
            what = "that has figures" if open_ else "on the table"
            text = f"Nothing can be traded: every control {what} is a red line."
        elif many:
            some = f"{many:,} of {of:,} packages"
            text = f"{some} suit all at central values, but no balanced one stands out."
            claims.append(packages_claim(found, some))
        else:
            none = f"None of the {of:,} packages examined"
            text = f"{none} suits all at the central security values."
            claims.append(packages_claim(found, none))
        if added := deals.get("compensation"):
            text += f" {clean(added['words'])}"
        return Sentence(
            topic="The trade", text=text, anchor="deals", how="how-deals", claims=tuple(claims)
        )
    gains = [
        f"{view.the(party)} {utility(triple(value))}"
        for party, value in made.package["gains"].items()
        if party in view.parties
    ]
    some = f"{many:,} of {of:,} packages"
    kind = "trade" if made.kind == "trade" else "package, a one-sided lift"
    text = (
        f"{some} suit all at central values. The balanced {kind} (Nash): "
        f"{moves(view, made.package)}. It is worth {join_words(gains)} a month."
    )
    claims += [
        packages_claim(found, some),
        Claim(relation="kind", who=made.kind, shown=f"balanced {kind}"),
        *(Claim(relation="gives", who=who, value=float(n)) for who, n in made.gives.items()),
        *([Claim(relation="gives", who="side issue", value=1.0)] if made.beside else []),
        *(
            Claim(relation="easing", who=code, value=float(share))
            for code, share in made.package["easings"].items()
            if share > NONE
        ),
        *(
            Claim(relation="gains", who=party, value=row["central"], shown=utility(triple(row)))
            for party, row in made.package["gains"].items()
            if party in view.parties
        ),
    ]
    if not any(made.gives.values()):  # a side issue alone
        claims = [claim for claim in claims if claim.relation not in {"kind", "gives"}]
    topic = "The trade" if made.kind == "trade" else "The lift that suits all"
    return Sentence(topic=topic, text=text, anchor="deals", how="how-deals", claims=tuple(claims))


def _limit(view: View, row: Limit) -> tuple[str, Claim] | None:
    """Say up to which value of keeping a control a deal that lifts it in full exists."""
    name, who = view.inline(view.control(row.control)), view.the(row.party)
    most, assumed = money_range(row.most), money_range(row.assumed)
    central, set_at = row.most["central"], row.assumed["central"]
    if row.eased >= WHOLE and central < set_at:
        return None  # the balanced package was refined beyond the grid that limits are read from
    if central <= 0:
        text = f"No deal that lifts {name} in full suits all, whatever keeping it is worth to {who}"
        if NONE < row.eased < WHOLE:
            text += f"; one that eases it by {per_cent(row.eased)} does"
    elif row.holds:
        text = (
            f"A deal lifts {name} in full only while keeping it is worth at most {most} a month "
            f"to {who}; assumed here is {assumed}"
        )
    elif central >= set_at:
        return None  # within its limit, and yet nobody is better off
    else:
        close = money(central) == money(set_at)
        text = (
            f"Keeping {name} is assumed to be worth {assumed} a month to {who}, "
            f"{'just ' if close else ''}too much to lift it in full: a deal that does would need "
            f"{'a little less, ' if close else ''}at most {most}"
        )
        if NONE < row.eased < WHOLE:
            text += f". Easing by {per_cent(row.eased)} suits all"
    claim = Claim(
        relation="limit",
        who=row.control,
        other=row.party,
        of="holds" if row.holds else "fails",
        value=central,
        low=row.most["low"],
        high=row.most["high"],
        shown="in full",
    )
    return text, claim


def _changes(view: View, found: Findings) -> Sentence:
    said = next((one for row in found.limits if (one := _limit(view, row))), None)
    told = [said[0]] if said else []
    for party in view.parties:
        first = next(iter(drivers_of(view, party)), None)
        if first:
            low, high = money(first["low"]), money(first["high"])
            ends = f"{low} a month at "
            ends += "either end" if low == high else f"the low end, {high} at the high end"
            told.append(
                f"{capital(possessive(view.the(party)))} cost hangs most on "
                f"{driver_name(view, first)}: {ends}"
            )
    text = ". ".join(told) + "." if told else "No input was varied, so nothing can be said."
    return Sentence(
        topic="What would change this",
        text=text,
        anchor="drivers",
        how="how-ranges",
        claims=(said[1],) if said else (),
    )


def proper_topics(view: View, found: Findings) -> list[Sentence]:
    """Say the topics of the first pages."""
    return [make(view, found) for make in (_cost, _clock, _trade, _changes, _excluded)]


def annex_topics(view: View) -> list[Sentence]:
    """Say what opens the annex: what was said, and what is on the table."""
    return [_said(view), _table(view)]
