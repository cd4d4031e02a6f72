"""Random standoffs as payloads: losses, leverage, deals, limits and ledgers drawn at random.

The losses by draw go through the product's own measures, so a ratio, a range and a holder are what
they would be in a brief; the deals keep what every bargain keeps (a balanced package only where
some package suits all, easings within red lines, chances that add up).
"""

from typing import Any

import numpy as np
from sample import CONTROLS, payload, r

from detente.brief._measure import ALL, OTHERS, _ratio
from detente.brief.view import Payload
from detente.impact import spread
from detente.impact._leverage import weigh

__all__ = ["random_brief"]

DRAWS, MONTHS = 24, 6
OWNERS = {code: imposer for code, _, imposer, *_ in CONTROLS}


def _amounts(rng: np.random.Generator, shape: tuple[int, ...], *, wide: float) -> Any:
    """Losses of any size, sometimes none at all."""
    size = 0.0 if rng.random() < 0.08 else 10.0 ** rng.uniform(-5, 1.5)
    return size * np.exp(rng.normal(0, wide, shape))


def _losses(value: Payload, rng: np.random.Generator) -> None:
    """Draw what each side loses to the other's controls and to its own, by month and draw."""
    wide = rng.choice([0.02, 0.3, 1.2])
    by = {
        (party, owner): _amounts(rng, (MONTHS, DRAWS + 1), wide=wide)
        * np.linspace(rng.uniform(0.2, 2), rng.uniform(0.2, 2), MONTHS)[:, None]
        for party in ("AAA", "BBB")
        for owner in ("AAA", "BBB")
    }
    both = rng.random() < 0.85  # else one side has no control on the table
    if not both:
        for party in ("AAA", "BBB"):
            by[(party, "BBB")] *= 0
    joint = rng.uniform(0.9, 1.0)
    total = {p: joint * (by[(p, "AAA")] + by[(p, "BBB")]).mean(axis=0) for p in ("AAA", "BBB")}
    other = {"AAA": "BBB", "BBB": "AAA"}
    counts: dict[str, dict[str, Any]] = {ALL: total, OTHERS: {}}
    sides = []
    for party, draws in total.items():
        own, theirs = by[(party, party)].mean(axis=0), by[(party, other[party])].mean(axis=0)
        owners = ("AAA", "BBB") if both else ("AAA",)
        if other[party] in owners:
            counts[OTHERS][party] = theirs
        gdp = float(10 ** rng.uniform(1, 4.5)) if rng.random() < 0.8 else None
        sides.append(
            {
                "party": party,
                "all": spread(draws).as_dict(),
                "by_others": spread(theirs).as_dict() if other[party] in owners else None,
                "by_own": spread(own).as_dict() if party in owners else None,
                "gdp": gdp,
                "share_of_gdp": spread(12 * draws / gdp).as_dict() if gdp else None,
            }
        )
    found = weigh("AAA", ["BBB"], by[("AAA", "BBB")], by[("BBB", "AAA")])
    value["findings"] = {
        "sides": sides,
        "ratios": [_ratio(of, *rows.items()) for of, rows in counts.items() if len(rows) == 2],
        "holders": list(found.codes) if both else [],
    }
    for row in value["totals"]:
        row["together"] = spread(total[row["party"]]).as_dict()


def _deals(value: Payload, rng: np.random.Generator) -> None:
    """Draw packages, chances, the balanced package and the limits."""
    deals = value["deals"]
    of = int(rng.choice([0, 4, 24, 3124], p=[0.05, 0.25, 0.35, 0.35]))
    count = int(rng.choice([0, of, rng.integers(0, of + 1)])) if of else 0
    share = float(rng.choice([0.0, 1.0, rng.random()]))
    deals["accepted"] = {"count": count, "of": of, "share_of_draws": share}
    deals["breakdown_risk"] = None
    if rng.random() < 0.8:
        no_deal = float(rng.choice([0.0, 1.0, rng.random()]))
        none_kept, shock = (1 - no_deal) * rng.dirichlet([1, 1, 1])[:2]
        risk = {"no_deal": no_deal, "none_kept": float(none_kept), "shock": float(shock)}
        risk |= {"total": no_deal + float(none_kept) + float(shock), "delay": None}
        deals["breakdown_risk"] = risk | {"months": 12.0, "draws": 1000, "words": "."}
    bounds = {row["control"]: row["easing_bound"] for row in value["standoff"]["controls"]}
    deals["nash"] = None
    if count and rng.random() < 0.95:
        shares = {
            code: float(bound * rng.choice([0, 1, rng.random()])) for code, bound in bounds.items()
        }
        if not any(shares.values()):
            shares["BB-2031-01"] = 1.0
        gains = {party: spread(rng.normal(0.1, 1.0, 8)).as_dict() for party in ("AAA", "BBB")}
        deals["nash"] = {
            "name": "nash",
            "easings": shares,
            "gains": gains,
            "accepted_share": float(rng.random()),
            "words": "",
        }
    deals["compensation"] = None
    deals["exists_if"] = []
    for code, bound in bounds.items():
        if bound <= 0:
            continue
        most, assumed = (float(x) for x in rng.choice([0.0, 10.0 ** rng.uniform(-3, 1)], 2))
        assumed = assumed if rng.random() < 0.3 else float(10.0 ** rng.uniform(-3, 1))
        deals["exists_if"].append(
            {
                "party": OWNERS[code],
                "control": code,
                "threshold": r(most),
                "assumed": r(assumed),
                "holds": assumed <= most,
                "words": ".",
            }
        )


def _table(value: Payload, rng: np.random.Generator) -> None:
    """Draw who may ease what, what has no figures, and what was left out."""
    for row in value["standoff"]["controls"]:
        row["easing_bound"] = float(rng.choice([0.0, 1.0, 1.0, rng.random()]))
        row["not_costed"] = "no table knows it" if rng.random() < 0.06 else ""
        row["certain"] = bool(rng.random() < 0.9)
    value["standoff"]["red_lines"] = value["standoff"]["red_lines"] if rng.random() < 0.5 else []
    value["agreement"] = value["agreement"] if rng.random() < 0.3 else None
    value["register"] = {
        "reaches": "2031-05-01",
        "standoff_is_later": bool(rng.random() < 0.3),
        "sources": [],
    }


def random_brief(seed: int) -> Payload:
    """Make a payload.

    Parameters
    ----------
    seed
        Of the generator.
    """
    rng = np.random.default_rng(seed)
    value = payload()
    _table(value, rng)
    _losses(value, rng)
    _deals(value, rng)
    return value
