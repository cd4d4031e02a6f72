"""The headline: the whole brief in seven sentences, each with its range and built from the payload.

Nothing is said here that is not in the payload, and no sentence gives advice.
"""

from dataclasses import dataclass
from typing import Any

from detente.brief._trade_words import chance_of_deal, listed, moves
from detente.brief._view import View, clean, triple
from detente.brief.charts import clock_order, driver_name, drivers_of, first_stoppage
from detente.say import (
    capital,
    count,
    date_words,
    days_range,
    join_words,
    money,
    money_range,
    number,
    per_cent,
    possessive,
    quote,
    shorten,
    utility,
)

__all__ = [
    "COMMITMENT",
    "POLARITY",
    "STRENGTH",
    "Sentence",
    "headline",
    "headline_title",
]

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
STRENGTH = {name: at for at, name in enumerate(COMMITMENT)}
POLARITY = {"ease": "easing", "maintain": "keeping", "tighten": "tightening", "neutral": "neutral"}


"""What is not known and could be learnt, by kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of the headline.

    Parameters
    ----------
    topic
        What it answers, in two or three words.
    text
        The sentence.
    anchor
        Section of the brief that carries the detail.
    how
        Anchor of how it is computed, or of the passages it rests on.
    """

    topic: str
    text: str
    anchor: str
    how: str


def headline_title(view: View) -> str:
    """Name the brief.

    Parameters
    ----------
    view
        The payload.

    Returns
    -------
    str
        Name of the standoff and its date.
    """
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


def _excluded(view: View) -> Sentence:
    standoff = view.payload["standoff"]
    lines = standoff["red_lines"]
    shut = [row["control"] for row in standoff["controls"] if row["easing_bound"] <= 0]
    codes = dict.fromkeys([*(row["control"] for row in lines), *shut])
    if not codes:
        text = "No control was ruled out; a side that keeps a red line to itself is not seen here."
    else:
        text = f"Red lines: {listed(view, codes)}."
        said = next((row["from"]["span"] for row in lines if (row["from"] or {}).get("span")), None)
        if said:
            text += f" In the article’s words: {quote(said['text'], 120)}."
    return Sentence(topic="Excluded", text=text, anchor="table", how="how-standoff")


def _together(many: int) -> str:
    return "The control costs" if many == 1 else f"All {count(many, 'control')} together cost"


def _cost(view: View) -> Sentence:
    told = [
        f"{view.the(party)} {money_range(triple(row['together']))}"
        for party, row in view.totals().items()
        if party in view.parties
    ]
    if not told:
        return Sentence(
            topic="Cost now", text="No cost was computed.", anchor="cost", how="how-cost"
        )
    many = len(view.shown_controls())
    text = f"{_together(many)} {join_words(told)} a month."
    pairs = [
        (code, {row["party"]: row["central"] for row in rows})
        for code, rows in view.paired_losses().items()
    ]
    code, by_party = next(iter(pairs), ("", {}))
    sides = sorted(
        ((value, party) for party, value in by_party.items() if party in view.parties), reverse=True
    )
    if len(sides) > 1 and sides[1][0] > 0 and sides[0][0] / sides[1][0] >= 1.05:
        ratio = number(sides[0][0] / sides[1][0])
        text += (
            f" The dearest one, {view.inline(view.control(code))}, costs {view.the(sides[0][1])} "
            f"{ratio} times what it costs {view.the(sides[1][1])}."
        )
    return Sentence(topic="Cost now", text=text, anchor="cost", how="how-cost")


def _central(row: dict[str, Any]) -> float | None:
    found = first_stoppage(row)
    return None if found is None else found["central"]


def _clock(view: View) -> Sentence:
    rows = clock_order(view)
    open_ = {row["control"] for row in view.shown_controls() if row["easing_bound"] > 0}
    told = []
    for party in dict.fromkeys(row["party"] for row in rows):
        short = [row for row in rows if row["party"] == party and _central(row) is not None]
        first = next((row for row in short if row["control"] in open_), next(iter(short), None))
        if first:
            good, when = view.inline(view.good(first["good"])), days_range(first_stoppage(first))
            told.append(
                f"{view.the(party)} is {when.replace('already short', f'already short of {good}')}"
                if when.startswith("already")
                else f"{view.the(party)} runs short of {good} in {when}"
            )
    if not rows:
        text = "None of these goods stops a line by itself, so no day of a stop is given."
    elif told:
        text = f"{capital('; '.join(told[:3]))}."
    else:
        horizon = view.payload["manifest"]["days"]
        text = f"In the central case nobody runs short of a good within {horizon} days."
    passing = next(
        (
            row["leverage_passes"]
            for row in rows
            if row["leverage_passes"] and row["leverage_passes"]["month"] is not None
        ),
        None,
    )
    if passing and passing["words"]:
        text += f" {capital(passing['words'].rstrip('.'))}."
    return Sentence(topic="When stocks run out", text=text, anchor="clock", how="how-clock")


def _trade(view: View) -> Sentence:
    deals = view.payload["deals"]
    accepted, nash = deals["accepted"], deals["nash"]
    share, draws = chance_of_deal(view)
    if not nash:
        if not accepted["of"]:
            text = "Nothing can be traded: every control on the table is a red line."
        elif accepted["count"]:
            text = (
                f"{accepted['count']:,} of {accepted['of']:,} packages are acceptable, but no "
                "balanced one stands out."
            )
        else:
            text = (
                f"None of the {accepted['of']:,} packages examined leaves both sides better off "
                f"at the central security values; some deal exists in {per_cent(share)} of {draws} "
                "of losses and values."
            )
        if added := deals.get("compensation"):
            text += f" {clean(added['words'])}"
        return Sentence(topic="A trade both accept", text=text, anchor="deals", how="how-deals")
    gains = [
        f"{view.the(party)} {utility(triple(value))}"
        for party, value in nash["gains"].items()
        if party in view.parties
    ]
    text = (
        f"Both sides gain from {accepted['count']:,} of {accepted['of']:,} packages, and some deal "
        f"exists in {per_cent(share)} of {draws}. The balanced one (Nash): "
        f"{moves(view, nash)}. It is worth {join_words(gains)} a month, and both accept it in "
        f"{per_cent(nash['accepted_share'])} of draws."
    )
    return Sentence(topic="A trade both accept", text=text, anchor="deals", how="how-deals")


def _distance(row: dict[str, Any]) -> float:
    """How far a threshold lies from what is assumed, in widths of the assumed range."""
    assumed = row["assumed"]
    width = max(assumed["high"] - assumed["low"], 0.1 * abs(assumed["central"]), 1e-9)
    return float(abs(row["threshold"]["central"] - assumed["central"]) / width)


def _limit(view: View, row: dict[str, Any]) -> str:
    """Say up to which value of keeping a control a deal that lifts it exists."""
    name, who = view.inline(view.control(row["control"])), view.the(row["party"])
    if row["threshold"]["central"] <= 0:
        return f"No deal that lifts {name} suits all, whatever keeping it is worth to {who}"
    return (
        f"A deal that lifts {name} exists only while keeping it is worth at most "
        f"{money_range(triple(row['threshold']))} a month to {who}; assumed here is "
        f"{money_range(triple(row['assumed']))}"
    )


def _changes(view: View) -> Sentence:
    told = []
    rows: list[dict[str, Any]] = view.payload["deals"]["exists_if"]
    tightest = min(rows, key=_distance, default=None)
    if tightest:
        told.append(_limit(view, tightest))
    for party in view.parties:
        first = next(iter(drivers_of(view, party)), None)
        if first:
            told.append(
                f"{capital(possessive(view.the(party)))} cost hangs most on "
                f"{driver_name(view, first)}: {money(first['low'])} a month at the low end, "
                f"{money(first['high'])} at the high end"
            )
    text = ". ".join(told) + "." if told else "No input was varied, so nothing can be said."
    return Sentence(topic="What would change this", text=text, anchor="drivers", how="how-ranges")


def headline(view: View) -> list[Sentence]:
    """Say the brief in seven sentences.

    Parameters
    ----------
    view
        The payload.

    Returns
    -------
    list of Sentence
        The cost now, when stocks run out, which trade both accept, what would change this; then
        what was said, what is on the table, what is excluded.
    """
    return [
        _cost(view),
        _clock(view),
        _trade(view),
        _changes(view),
        _said(view),
        _table(view),
        _excluded(view),
    ]
