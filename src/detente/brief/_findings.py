"""Named results: everything the first page says, taken out of the payload once.

Each sentence of a brief is made from these alone, so two sentences cannot count one thing two ways.
"""

from dataclasses import dataclass
from typing import Any, Literal

from detente.brief.view import View, triple
from detente.deal.shape.deals import Package
from detente.say import clean
from detente.shape.common import Threshold

__all__ = [
    "ALL",
    "OTHERS",
    "Chance",
    "Count",
    "Findings",
    "Limit",
    "Ratio",
    "Side",
    "Trade",
    "findings_of",
]

Count = Literal["all controls", "the others’ controls"]
ALL: Literal["all controls"] = "all controls"
OTHERS: Literal["the others’ controls"] = "the others’ controls"
"""The two counts of a loss that are compared."""

Range3 = dict[str, float]
WHOLE, NONE = 0.995, 0.005
"""An easing from the first on is said as whole, up to the second as none [share]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one party loses."""

    party: str
    """ISO3."""
    loss: Range3
    """From all controls together [USD bn per month]."""
    by_others: Range3 | None
    by_own: Range3 | None
    """From the others' controls, and from its own; None where there are none, or it was not
    measured [USD bn per month]."""
    gdp: float | None
    """GDP [USD bn per year]; None where it is not known."""
    share_of_gdp: Range3 | None
    """``loss`` as a share of a month's GDP [1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Who loses more, counted one way."""

    of: str
    """Which controls are counted."""
    more: str
    less: str
    """The two parties, ISO3."""
    times: dict[str, float | None] | None
    """How many times as much; None where the other loses nothing [1]."""
    sure: bool
    """Whether the same party loses more over the whole range of the draws."""
    even: bool
    """Whether the two lose about the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The two chances of a brief, and no other."""

    deal: float
    """That some package suits all [1]."""
    stands: float | None
    """That one is struck and still stands after ``months``; None if it was not computed [1]."""
    months: float
    """For how long it stands [month]."""
    draws: int | None
    """How many draws they are shares of; None where they are those of the costs."""
    base: float | None = None
    cases: int | None = None
    """Part of the bargains in the record whose traded easings were then in force, and of how many;
    None without a record [share, count]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """The balanced package."""

    package: Package
    """Its row of the payload."""
    gives: dict[str, int]
    """How many controls each party eases that has one which may be eased [count]."""
    beside: int
    """Side issues granted [count]."""

    @property
    def kind(self) -> Literal["trade", "one-sided lift"]:
        """A trade only where each side gives."""
        giving = sum(many > 0 for many in self.gives.values())
        return "trade" if giving > 1 or (giving and self.beside) else "one-sided lift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Up to which value of keeping a control a deal that lifts it in full exists."""

    party: str
    control: str
    """Owner and control."""
    most: Range3
    assumed: Range3
    """The limit, and what is assumed [USD bn per month]."""
    holds: bool
    """Whether, at what is assumed, a deal lifts it in full."""
    eased: float
    """How far the balanced package eases it [share]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a brief has found."""

    sides: tuple[Side, ...]
    """What each party loses, in the order of the standoff."""
    ratios: tuple[Ratio, ...]
    """Who loses more, by what is counted."""
    holders: tuple[str | None, ...]
    """Who holds the leverage, by month; empty where one side has all controls or none was
    weighed."""
    packages: tuple[int, int]
    """Packages that suit all at central values, and packages examined [count]."""
    chance: Chance | None
    """None where nothing may be eased, or where it is withheld."""
    withheld: tuple[str, ...]
    """Controls on the table whose loss no figure says; where there are any, no chance is given."""
    trade: Trade | None
    """The balanced package; None if there is none."""
    limits: tuple[Limit, ...]
    """One for each control that may be eased, the one nearest to what is assumed first."""
    red_lines: tuple[str, ...]
    """Controls that may not be eased."""
    exclusions: int
    """Passages in which something was ruled out [count]."""

    def ratio(self, of: str) -> Ratio | None:
        """Who loses more by one count; None with fewer or more than two parties that lose."""
        found = [ratio for ratio in self.ratios if ratio.of == of]
        return found[0] if len(found) == 1 else None

    def side(self, party: str) -> Side | None:
        """What a party loses."""
        return next((side for side in self.sides if side.party == party), None)

    @property
    def central_differs(self) -> bool:
        """Whether the run at central values and the draws say different things of a deal."""
        if self.chance is None or not self.packages[1]:
            return False
        some = self.packages[0] > 0
        return self.chance.deal < NONE if some else self.chance.deal >= WHOLE


def findings_of(view: View) -> Findings:
    """Take the named results out of a payload."""
    payload = view.payload
    standoff, deals = payload["standoff"], payload["deals"]
    accepted = deals["accepted"]
    withheld = tuple(row["control"] for row in standoff["controls"] if row.get("not_costed"))
    trade = _trade(view)
    shut = [row["control"] for row in standoff["controls"] if row["easing_bound"] <= 0]
    lines = [row["control"] for row in standoff["red_lines"]]
    return Findings(
        sides=_sides(view),
        ratios=_ratios(view),
        holders=tuple((payload.get("findings") or {}).get("holders", ())),
        packages=(int(accepted["count"]), int(accepted["of"])),
        chance=None if withheld or not accepted["of"] else _chance(view),
        withheld=withheld,
        trade=trade,
        limits=_limits(view, trade),
        red_lines=tuple(dict.fromkeys([*lines, *shut])),
        exclusions=len(view.reading.get("exclusions", ())),
    )


def _sides(view: View) -> tuple[Side, ...]:
    measured = {row["party"]: row for row in (view.payload.get("findings") or {}).get("sides", ())}
    totals, found = view.totals(), []
    for party in (party for party in view.parties if party in totals):
        row = measured.get(party, {})
        found.append(
            Side(
                party=party,
                loss=triple(totals[party]["together"]),
                gdp=row.get("gdp"),
                **{
                    name: triple(row[name]) if row.get(name) else None
                    for name in ("by_others", "by_own", "share_of_gdp")
                },
            )
        )
    return tuple(found)


def _ratios(view: View) -> tuple[Ratio, ...]:
    rows = (view.payload.get("findings") or {}).get("ratios", ())
    return tuple(
        Ratio(
            of=row["of"],
            more=row["more"],
            less=row["less"],
            times=None
            if row["central"] is None
            else {name: row[name] for name in ("low", "central", "high")},
            sure=row["sure"],
            even=row["even"],
        )
        for row in rows
        if row["of"] in {ALL, OTHERS}
    )


def _chance(view: View) -> Chance:
    """Chances over the widest draws there are: of the risk of breakdown, else of the costs."""
    deals = view.deals
    risk = deals["breakdown_risk"]
    if risk is None:
        share = float(deals["accepted"]["share_of_draws"])
        return Chance(deal=share, stands=None, months=0.0, draws=None)
    deal = 1.0 - float(risk["no_deal"])
    told = risk.get("outlook")  # a brief of an earlier version has none
    record = None if told is None else told["record"]["core"]
    return Chance(
        deal=deal,
        stands=min(1.0 - float(risk["total"]), deal),
        months=float(risk["months"]),
        draws=int(risk["draws"]),
        base=None if record is None else float(record["stood"]),
        cases=None if record is None else int(record["cases"]),
    )


def _trade(view: View) -> Trade | None:
    package = view.deals["nash"]
    if not package:
        return None
    owners = {row["control"]: row["imposer"] for row in view.shown_controls()}
    open_ = {row["imposer"] for row in view.shown_controls() if row["easing_bound"] > 0}
    eased = [code for code, share in package["easings"].items() if share > NONE]
    return Trade(
        package=package,
        gives={
            party: sum(owners.get(code) == party for code in eased)
            for party in view.parties
            if party in open_ or any(owners.get(code) == party for code in eased)
        },
        beside=sum(code not in owners for code in eased),
    )


def _limits(view: View, trade: Trade | None) -> tuple[Limit, ...]:
    easings = trade.package["easings"] if trade else {}
    some = view.deals["accepted"]["count"] > 0
    rows = sorted(
        view.deals["exists_if"],
        key=lambda row: (easings.get(row["control"], 0.0) <= NONE, _distance(row)),
    )
    return tuple(
        Limit(
            party=row["party"],
            control=row["control"],
            most=triple(row["threshold"]),
            assumed=triple(row["assumed"]),
            holds=bool(row["holds"] and some) or easings.get(row["control"], 0.0) >= WHOLE,
            eased=float(easings.get(row["control"], 0.0)),
        )
        for row in rows
    )


def _distance(row: Threshold) -> float:
    """How far a limit lies from what is assumed, in widths of the assumed range."""
    assumed = row["assumed"]
    width = max(assumed["high"] - assumed["low"], 0.1 * abs(assumed["central"]), 1e-9)
    return float(abs(row["threshold"]["central"] - assumed["central"]) / width)


def agreement_of(view: View) -> dict[str, Any] | None:
    """What the article reports as agreed; None if it reports nothing."""
    found = view.payload.get("agreement")
    return found if found and clean(found.get("words")) else None
