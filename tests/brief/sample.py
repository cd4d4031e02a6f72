"""A small made-up payload for the tests of the brief.

Every value here is invented; the countries are too, except that the codes look like ISO3. The
strings are hostile on purpose.
"""

import copy
import math
from typing import Any

from detente.brief._measure import ALL, OTHERS
from detente.brief.view import Payload

HOSTILE = (
    "<script>alert(1)</script>",
    "]]> --> </style></textarea>",
    "\"double\" 'single' `back` &amp; &lt;",
    "javascript:alert(1)",
    "nobreak\u00a0space \u202eright-to-left\u202c",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik" * 3,
    "bell\x07 escape\x1b[31m null\x00 [bold red]markup[/]",
    "{{ 7 * 7 }}{% raw %}",
)

HOLDERS = ("AAA", "AAA", None, "BBB", "BBB", "BBB")

TEXT = (
    "Arland offers to loosen chip curbs\n\nMinister Ann Lee said on Monday that Arland “will lift "
    "the licence rule on chip software” once Borland releases magnets. The very high-end chips "
    "are not on the table, she said. <script>alert(1)</script> & more \x07 text.\n\n"
    "Borland’s ministry said it had approved some licences. The truce ends on 10 November.\n"
)


def span(words: str) -> dict[str, Any]:
    """Find a passage of the sample article."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def r(central: float, low: float | None = None, high: float | None = None) -> dict[str, float]:
    """Make a range."""
    return {
        "low": central * 0.5 if low is None else low,
        "central": central,
        "high": central * 1.8 if high is None else high,
    }


def from_(kind: str, words: str = "", where: str | None = None) -> dict[str, Any]:
    """Make an origin."""
    return {
        "kind": kind,
        "span": span(where) if where else None,
        "register": "BB-2031-01" if kind == "register" else None,
        "words": words,
    }


CONTROLS = (
    ("BB-2031-01", "Borland’s magnet licences", "BBB", "AAA", ["ndfeb-magnet"], "licence", 1.0),
    ("AA-2031-02", "Arland’s chip software letters", "AAA", "BBB", ["eda-software"], "ban", 1.0),
    ("AA-2031-03", "Arland’s ethane letters", "AAA", "BBB", ["ethane"], "licence", 0.6),
    ("AA-2029-01", "Arland’s frontier chip ban", "AAA", "BBB", ["ai-accelerator"], "ban", 0.0),
)
SIZES = {
    "BB-2031-01": (2.4, 0.09),
    "AA-2031-02": (0.11, 0.62),
    "AA-2031-03": (0.034, 0.21),
    "AA-2029-01": (0.0004, 1.1),
}


def reading() -> dict[str, Any]:
    """Make the embedded reading."""
    said = span("“will lift the licence rule on chip software”")
    shut = span("The very high-end chips are not on the table")
    return {
        "schema": "detente.reading/1",
        "document": {"sha256": "0" * 64, "characters": len(TEXT)},
        "metadata": {
            "headline": span("Arland offers to loosen chip curbs"),
            "author": None,
            "outlet": None,
            "published": None,
        },
        "entities": [
            {
                "id": "p1",
                "type": "person",
                "name": "Ann Lee",
                "party": "AAA",
                "role": "minister of trade " + HOSTILE[0],
                "mentions": [span("Ann Lee")],
            },
            {
                "id": "g1",
                "type": "government",
                "name": "Borland’s ministry",
                "party": "BBB",
                "role": None,
                "mentions": [span("Borland’s ministry")],
            },
        ],
        "dates": [{"id": "d1", "span": span("Monday"), "value": "2031-06-09", "anchor": None}],
        "controls": [
            {
                "id": "c1",
                "imposer": "AAA",
                "target": "BBB",
                "product": "chip software",
                "tier": None,
                "status": "in force",
                "mentions": [span("the licence rule on chip software")],
                "register": ["AA-2031-02"],
            },
            {
                "id": "c2",
                "imposer": "AAA",
                "target": "BBB",
                "product": HOSTILE[1],
                "tier": "frontier",
                "status": "in force",
                "mentions": [],
                "register": [],
            },
        ],
        "statements": [
            {
                "id": "s1",
                "kind": "mixed",
                "speaker": "p1",
                "speaker_span": span("Ann Lee"),
                "cue_span": span("said on"),
                "content": [said],
                "venue": HOSTILE[2],
                "date": "d1",
                "attribution": ["p1"],
                "controls": ["c1"],
                "commitment": "conditional",
                "polarity": "ease",
                "hedges": [],
            },
            {
                "id": "s2",
                "kind": "indirect",
                "speaker": None,
                "speaker_span": None,
                "cue_span": None,
                "content": [shut],
                "venue": None,
                "date": None,
                "attribution": [],
                "controls": ["c2"],
                "commitment": "refused",
                "polarity": "maintain",
                "hedges": [],
            },
            {
                "id": "s3",
                "kind": "indirect",
                "speaker": "g1",
                "speaker_span": None,
                "cue_span": None,
                "content": [span("it had approved some licences")],
                "venue": None,
                "date": None,
                "attribution": ["g1"],
                "controls": [],
                "commitment": "done",
                "polarity": "ease",
                "hedges": [],
            },
        ],
        "offers": [
            {
                "id": "o1",
                "offeror": "p1",
                "kind": "exchange",
                "gives": [
                    {
                        "actor": "AAA",
                        "action": "ease",
                        "control": "c1",
                        "span": span("will lift the licence rule"),
                    }
                ],
                "gets": [
                    {
                        "actor": "BBB",
                        "action": "ease",
                        "control": None,
                        "span": span("Borland releases magnets"),
                    }
                ],
                "condition": span("once Borland releases magnets"),
                "trigger": span("once"),
                "strength": "conditional",
            },
        ],
        "exclusions": [{"id": "x1", "control": "c2", "span": shut, "strength": "refused"}],
        "events": [],
        "sequence": [],
    }


def standoff() -> dict[str, Any]:
    """Make the standoff."""
    return {
        "name": f"Arland and Borland {HOSTILE[0]}",
        "on": "2031-06-10",
        "parties": [{"party": "AAA", "name": "United Arland"}, {"party": "BBB", "name": "Borland"}],
        "controls": [
            {
                "control": code,
                "name": name,
                "imposer": imposer,
                "target": target,
                "goods": goods,
                "instrument": instrument,
                "effective": f"2031-0{at + 2}-04",
                "intensity": r(0.7, 0.5, 0.9),
                "status": "in force",
                "sources": ["made up/1"],
                "easing_bound": bound,
                "not_costed": "",
                "from": from_("article", "the licence rule", "the licence rule")
                if at == 1
                else from_("register", HOSTILE[2]),
            }
            for at, (code, name, imposer, target, goods, instrument, bound) in enumerate(CONTROLS)
        ],
        "red_lines": [
            {
                "control": "AA-2029-01",
                "goods": ["ai-accelerator"],
                "bound": 0.0,
                "from": from_(
                    "article",
                    "The very high-end chips are not on the table",
                    "The very high-end chips are not on the table",
                ),
            }
        ],
        "mandates": [{"party": "AAA", "words": HOSTILE[5], "from": from_("default", "assumed")}],
        "sequence": [
            {"words": "Arland moves once Borland does", "from": from_("article", "once", "once")}
        ],
        "clock": [
            {
                "name": "truce ends",
                "date": "2031-11-10",
                "words": HOSTILE[1],
                "from": from_("article", "", "10 November"),
            }
        ],
    }


def losses() -> list[dict[str, Any]]:
    """Make the losses: each control alone."""
    rows = []
    for code, _, imposer, *_ in CONTROLS:
        for party, size in zip(("AAA", "BBB"), SIZES[code], strict=True):
            value = r(size)
            part = {key: at * 0.5 for key, at in value.items()}
            rows.append(
                {
                    "control": code,
                    "party": party,
                    **value,
                    "unit": "USD bn per month",
                    "role": "owner" if party == imposer else "target",
                    "parts": {
                        "stopped_lines": part,
                        "price_paid": part,
                        "own_exports_lost": r(0.0, 0.0, 0.0),
                    },
                    "by_month": [{"month": at, **r(size * at / 6)} for at in range(1, 7)],
                    "top_sectors": [
                        {"region": party, "sector": "C29", "name": HOSTILE[2], "central": size / 2}
                    ],
                }
            )
    return rows


def clock() -> list[dict[str, Any]]:
    """Make the clock: one good that runs short, one that does not."""
    span_days = list(range(181))

    def track(empty_at: float, slope: float) -> dict[str, Any]:
        def path(shift: float, top: float) -> list[float]:
            return [top * max(0.0, 1 - day / (empty_at * shift)) for day in span_days]

        def output(shift: float) -> list[float]:
            return [1.0 if day < empty_at * shift else slope for day in span_days]

        return {
            "days": span_days,
            "stock": {"low": path(0.7, 0.8), "central": path(1, 1.0), "high": path(1.5, 1.3)},
            "need_met": {"low": output(0.7), "central": output(1), "high": output(1.5)},
            "output": {"low": output(0.7), "central": output(1), "high": output(1.5)},
        }

    return [
        {
            "party": "BBB",
            "good": "eda-software",
            "good_name": "chip software",
            "control": "AA-2031-02",
            "days_to_first_stoppage": None,
            "share_of_draws": 0.0,
            "sectors": [],
            "path": {
                "days": [],
                **{
                    name: {"low": [], "central": [], "high": []}
                    for name in ("stock", "need_met", "output")
                },
            },
            "leverage_passes": None,
        },
        {
            "party": "AAA",
            "good": "ndfeb-magnet",
            "good_name": "NdFeB magnets <b>",
            "control": "BB-2031-01",
            "days_to_first_stoppage": {"low": 31.0, "central": 44.0, "high": 66.0},
            "share_of_draws": 0.94,
            "sectors": [{"code": "C29", "name": "motor vehicles"}],
            "path": track(44, 0.35),
            "leverage_passes": {"month": 3, "words": "from month 3 waiting costs Arland more"},
        },
        {
            "party": "BBB",
            "good": "ethane",
            "good_name": "ethane",
            "control": "AA-2031-03",
            "days_to_first_stoppage": {"low": 80.0, "central": None, "high": None},
            "share_of_draws": 0.3,
            "sectors": [{"code": "C20", "name": "chemicals"}],
            "path": track(150, 0.8),
            "leverage_passes": {"month": None, "words": ""},
        },
    ]


def package(name: str, one: float, two: float, share: float = 1.0) -> dict[str, Any]:
    """Make a package."""
    return {
        "name": name,
        "easings": {"BB-2031-01": share, "AA-2031-02": 1.0, "AA-2031-03": 0.4, "AA-2029-01": 0.0},
        "gains": {"AAA": r(one, one - 0.4, one + 0.7), "BBB": r(two, two - 0.3, two + 0.5)},
        "accepted_share": 0.81,
        "words": "lift both",
    }


def rung(step: int, party: str, control: str, to: float, **more: Any) -> dict[str, Any]:
    """Make one move of the schedule."""
    owner, other = (party, "BBB" if party == "AAA" else "AAA")
    return {
        "step": step,
        "date": f"2031-0{2 + step}-10",
        "party": party,
        "control": control,
        "kind": "ease",
        "from": 0.0,
        "to": to,
        "worth": {owner: -0.4 * to, other: 1.5 * to},
        "exposed": 0.6,
        "slack": 0.2,
        "words": f"{party} eases {control} to {to:.0%}",
    } | more


def kept() -> dict[str, Any]:
    """Make what says who keeps the deal."""
    return {
        "schedule": {
            "package": "nash",
            "credible": True,
            "caution": 0.5,
            "steps": 2,
            "step_days": 31.0,
            "order": "together",
            "least_slack": {"AAA": 0.1, "BBB": None},
            "validity_days": {"BBB": {"low": 40.0, "central": 180.0, "high": None}},
            "alternatives": {"together": 2, "in turn": None},
            "rungs": [
                rung(1, "BBB", "BB-2031-01", 0.7, words=HOSTILE[0]),
                rung(1, "AAA", "AA-2031-02", 0.0, kind="load", exposed=0.0),
                rung(2, "AAA", "AA-2031-02", 1.0, **{"from": 0.25}),
            ],
            "words": "2 steps, together, 31 days apart, are enough." + HOSTILE[3],
        },
        "breaks_first": {
            "package": "nash",
            "promises": [
                {
                    "party": party,
                    "controls": ["BB-2031-01"],
                    "against": "AAA",
                    "kept": slack >= 0,
                    "temptation": 0.3,
                    "harm": 1.2,
                    "slack": slack,
                    "lag_days": 28.0,
                    "survives_lag_days": None,
                    "rate": 0.16,
                    "survives_rate": 0.09,
                    "discount_needed": 0.91,
                    "refill": 2.0,
                    "holds_days": 315.0,
                    "punishment": "status-quo",
                    "words": words,
                }
                for party, slack, words in (
                    ("BBB", -1.1, "Borland keeps its word for about 315 days." + HOSTILE[1]),
                    ("AAA", 4.0, "Arland keeps its word."),
                )
            ],
        },
        "breakdown_risk": {
            "total": 0.47,
            "no_deal": 0.2,
            "none_kept": 0.02,
            "shock": 0.25,
            "months": 12.0,
            "delay_months": r(5.1),
            "draws": 1000,
            "words": "No deal that still stands after 12 months in 47% of the draws.",
        },
        "value_of_information": [
            {
                "kind": kind,
                "party": "BBB",
                "control": control,
                "gain": gain,
                "swing": -0.2,
                "words": f"Knowing the {kind} would raise the chance by {gain:.1%}.",
            }
            for kind, control, gain in (
                ("security", "BB-2031-01", 0.06),
                ("loss", "AA-2031-02", 0.02),
                ("patience", None, 0.001),
            )
        ],
    }


def leverage() -> list[dict[str, Any]]:
    """Make the balance of pressure, which turns in month 3."""
    return [
        {
            "party": "AAA",
            "others": ["BBB"],
            "month": 4,
            "words": "Leverage passes in month 4: the United Arland holds it in months 1 to 2, "
            "Borland in months 4 to 6",
            "by_month": [
                {
                    "month": at,
                    "on_party": 0.4 * at,
                    "on_others": 1.0,
                    "on_party_range": r(0.4 * at, 0.35 * at, 0.45 * at),
                    "on_others_range": r(1.0, 0.95, 1.3),
                    "holder": HOLDERS[at - 1],
                }
                for at in range(1, 7)
            ],
        }
    ]


def findings() -> dict[str, Any]:
    """Make what the message rests on: Arland loses more, counting all controls."""

    def side(party: str, total: float, others: float, gdp: float | None) -> dict[str, Any]:
        share = None if gdp is None else r(12 * total / gdp)
        own = r(total - others)
        return {
            "party": party,
            "all": r(total),
            "by_others": r(others),
            "by_own": own,
            "gdp": gdp,
            "share_of_gdp": share,
        }

    ratio = {"more": "AAA", "less": "BBB", "even": False}
    return {
        "sides": [side("AAA", 2.5, 2.4, 9000.0), side("BBB", 1.9, 1.8, None)],
        "ratios": [
            {"of": ALL, "central": 2.5 / 1.9, "low": 1.1, "high": 2.0, "sure": True, **ratio},
            {"of": OTHERS, "central": 2.4 / 1.8, "low": 0.7, "high": None, "sure": False, **ratio},
        ],
        "holders": list(HOLDERS),
    }


def chain() -> dict[str, Any]:
    """Make one chain of two stages, whose second one is the chokepoint."""

    def supplier(country: str, name: str, share: float) -> dict[str, Any]:
        own = country == "AAA"
        return {"country": country, "name": name, "own": own, "source": "x", **r(share)}

    def stage(good: str, name: str, *suppliers: dict[str, Any]) -> dict[str, Any]:
        known = sum(one["central"] for one in suppliers)
        return {
            "good": good,
            "stage": name,
            "need": 1.0,
            "concentration": 0.5,
            "unknown": 1 - known,
            "suppliers": list(suppliers),
        }

    return {
        "party": "AAA",
        "party_name": "United Arland",
        "good": "ndfeb-magnet",
        "good_name": "NdFeB magnets",
        "control": "BB-2031-01",
        "chain": [
            stage("dysprosium", "mine", supplier("CCC", HOSTILE[0], 0.5)),
            stage(
                "ndfeb-magnet",
                "magnet",
                supplier("BBB", "Borland", 0.9),
                supplier("AAA", "United Arland", 0.05),
            ),
        ],
        "chokepoint": {
            "good": "ndfeb-magnet",
            "stage": "magnet",
            "country": "BBB",
            "name": "Borland",
            "share": r(0.9),
            "need": 1.0,
            "others": [{"name": "United Arland", "share": 0.05}],
        },
    }


def record() -> dict[str, Any]:
    """Make a track record: one related case, one other."""

    def case(name: str, *, related: bool) -> dict[str, Any]:
        return {
            "name": name,
            "title": f"{name} {HOSTILE[1]}",
            "on": "2029-04-04",
            "days": 200,
            "related": related,
            "scored": 10,
            "inside": 6,
            "paths": [{"name": "unknown", "words": HOSTILE[2]}],
            "rows": [
                {
                    "path": "unknown",
                    "good": "ndfeb-magnet",
                    "region": "*",
                    "when": f"2029-0{at}-01",
                    **r(0.8),
                    "happened": 0.1 * at,
                    "inside": at > 4,
                    "scored": True,
                }
                for at in range(4, 8)
            ]
            if related
            else [],
        }

    cases = [case("one", related=True), case("two", related=False)]
    return {"version": "0.0.0", "facts": "b" * 64, "world": "a" * 64, "draws": 64, "cases": cases}


def agreement() -> dict[str, Any]:
    """Make a deal that the article reports as agreed."""
    return {
        "words": f"Arland will lift the licence rule {HOSTILE[0]}",
        "firmness": "in principle",
        "said_by": "Minister Ann Lee",
        "gives": [
            {
                "party": "AAA",
                "words": "lift the licence rule",
                "controls": ["AA-2031-02"],
                "easing": {"low": 1.0, "central": 1.0, "high": 1.0},
                "from": from_("article", "", "will lift the licence rule"),
            },
            {
                "party": "BBB",
                "words": HOSTILE[3],
                "controls": [],
                "easing": None,
                "from": from_("article", "", "Borland releases magnets"),
            },
        ],
        "appraisal": {
            "easings": {"AA-2031-02": 1.0},
            "gains": {"AAA": r(-0.3, -0.9, 0.1), "BBB": r(0.6)},
            "accepted": False,
            "accepts": {"AAA": 0.2, "BBB": 1.0},
            "accepted_share": {"low": 0.1, "central": 0.2, "high": 0.2},
            "short": {"AAA": 0.3, "BBB": 0.0},
            "crossed": [],
        },
        "standing": {
            "by_month": [
                {"month": at, "easings_in_force": r(1 - at / 48), "no_new_measure": r(1 - at / 24)}
                for at in (1.0, 3.0, 6.0, 12.0, 24.0)
            ],
            "not_costed": [HOSTILE[3]],
            "words": "Chance that the traded easings are in force in twelve months.",
        },
        "from": from_("article", "", "will lift the licence rule on chip software"),
    }


def exclusions() -> list[dict[str, Any]]:
    """Make what is off the table: one bounds a control, one bounds nothing."""
    shut = "The very high-end chips are not on the table"
    return [
        {
            "id": "x1",
            "words": shut,
            "control": "AA-2029-01",
            "outcome": "used",
            "bound": 0.0,
            "why": "it is the red line of AA-2029-01",
            "from": from_("article", "", shut),
        },
        {
            "id": "x2",
            "words": HOSTILE[6],
            "control": None,
            "outcome": "not matched",
            "bound": None,
            "why": f"it names no control on the table {HOSTILE[0]}",
            "from": from_("article", "", "some licences"),
        },
    ]


def ledger() -> list[dict[str, Any]]:
    """Make the ledger: one of each outcome."""
    rows = (
        ("control", "c1", "used", "it is on the table", "AA-2031-02", False, "the licence rule"),
        ("exclusion", "x2", "not matched", HOSTILE[1], None, True, "some licences"),
        ("offer", "o1", "not costed", HOSTILE[7], "BB-2031-01", True, "Borland releases magnets"),
    )
    return [
        {
            "kind": kind,
            "id": code,
            "words": words,
            "outcome": outcome,
            "why": why,
            "ref": ref,
            "headline": headline,
            "from": from_("article", "", words),
        }
        for kind, code, outcome, why, ref, headline, words in rows
    ]


def deals() -> dict[str, Any]:
    """Make the deals."""
    values = [at * 0.5 for at in range(9)]
    frontier = [
        package(f"P{at}", 2.2 * math.cos(at / 7), 1.4 * math.sin(at / 7 + 0.2), 1 - at / 10)
        for at in range(9)
    ]
    return {
        "surface_error": {
            "mean_abs": 0.02,
            "max_abs": 0.11,
            "relative": 0.03,
            "held_out": 40,
            "trained": 200,
            "bound": 0.2,
            "unit": "USD bn per month",
        },
        "utilities": [
            {
                "party": imposer,
                "control": code,
                "security": r(0.4),
                "political": r(0.1),
                "from": from_("default", "assumed range"),
            }
            for code, _, imposer, *_ in CONTROLS
        ],
        "accepted": {"count": 140, "of": 1000, "share_of_draws": 0.81},
        "verdict": {"central": True, "share_of_draws": 0.81, "deciding": None},
        "conditional": None,
        "frontier": frontier,
        "nash": package("Nash", 1.5, 0.9),
        "kalai_smorodinsky": package("Kalai–Smorodinsky", 1.45, 0.93, 0.9),
        "equal_gains": package("equal gains", 1.1, 1.1, 0.8),
        "notes": ["The loss surface was tried on runs it had not seen."],
        "exists_if": [
            {
                "party": "BBB",
                "control": "BB-2031-01",
                "threshold": r(1.9),
                "assumed": r(0.8),
                "holds": True,
                "words": "Borland accepts unless it values keeping magnet licences "
                "at more than $1.9 bn a month",
            },
            {
                "party": "AAA",
                "control": "AA-2031-02",
                "threshold": r(0.3),
                "assumed": r(0.9),
                "holds": False,
                "words": HOSTILE[0] + ". More.",
            },
        ],
        "map": {
            "x": {"control": "BB-2031-01", "party": "BBB", "values": values},
            "y": {"control": "AA-2031-02", "party": "AAA", "values": values[:7]},
            "exists": [[int(x + y < 4) for x in values] for y in values[:7]],
            "assumed": {"x": 0.8, "y": 0.9},
            "words": "A deal exists while the two security values sum to less than $4 bn a month.",
        },
        **kept(),
    }


def payload() -> Payload:
    """Make the whole payload, fresh at each call."""
    rows = losses()
    months = [
        {
            "party": party,
            "together": r(total),
            "sum_of_singles": r(total * 1.04),
            "interaction": r(-0.04 * total, -0.08 * total, -0.01 * total),
            "by_month": [{"month": at, **r(total * at / 6)} for at in range(1, 13)],
        }
        for party, total in (("AAA", 2.5), ("BBB", 1.9))
    ]
    return copy.deepcopy(
        {
            "schema": "detente.brief/1",
            "manifest": {
                "version": "0.0.0",
                "on": "2031-06-10",
                "seed": 7,
                "draws": 64,
                "days": 365,
                "horizon_months": 12,
                "world": {
                    "source": "made-up table",
                    "edition": "2030",
                    "year": 2028,
                    "sha256": "a" * 64,
                    "regions": 4,
                    "sectors": 5,
                },
                "facts": {"sha256": "b" * 64, "tables": 6, "figures": 120, "newest": "2031-06-01"},
                "article": {"sha256": "c" * 64, "characters": len(TEXT), "name": HOSTILE[3]},
            },
            "reading": reading(),
            "article_text": TEXT,
            "standoff": standoff(),
            "agreement": agreement(),
            "exclusions": exclusions(),
            "ledger": ledger(),
            "losses": rows,
            "totals": months,
            "findings": findings(),
            "goods": [
                {"good": "ndfeb-magnet", "name": "NdFeB magnets"},
                {"good": "eda-software", "name": "EDA software"},
            ],
            "third_countries": [{"region": "CCC", "name": "Cerland", **r(0.3)}],
            "clock": clock(),
            "leverage": leverage(),
            "chains": [chain()],
            "deals": deals(),
            "checks": [
                {"name": "rises", "holds": True, "words": "The loss rises with time."},
                {"name": "odd", "holds": False, "words": HOSTILE[6]},
            ],
            "drivers": [
                {
                    "party": party,
                    "input": name,
                    "good": good,
                    "low": 1.0 * sign,
                    "high": 3.2 * high,
                }
                for party, sign in (("AAA", 1), ("BBB", 0.5))
                for name, good, high in (
                    ("transit_days", "ethane", 0.8),
                    ("stock_days", "ndfeb-magnet", 1.0),
                    (HOSTILE[7], None, 0.6),
                )
            ],
            "record": record(),
            "assumptions": [
                {
                    "name": "stock_days",
                    "good": "ndfeb-magnet",
                    "value": 21.0,
                    "low": 14.0,
                    "high": 35.0,
                    "unit": "days",
                    "as_of": "2031-01",
                    "source": "made up/1",
                },
                {
                    "name": HOSTILE[2],
                    "good": None,
                    "value": 0.000123,
                    "low": 0.0,
                    "high": 0.5,
                    "unit": "share",
                    "as_of": "2030",
                    "source": "missing",
                },
            ],
            "sources": [
                {
                    "id": "made up/1",
                    "title": HOSTILE[0],
                    "url": "https://example.org/a?b=1&c=2",
                    "date": "2031-01-02",
                    "evidence": "published",
                },
                {
                    "id": "evil",
                    "title": "Bad link",
                    "url": "javascript:alert(1)",
                    "date": "",
                    "evidence": "judgement",
                },
            ],
            "limits": ["It gives no advice.", HOSTILE[4]],
        }
    )


def bare() -> Payload:
    """Make the emptiest payload that is still whole: no article, no deal, nothing computed."""
    value = payload()
    value["manifest"]["article"] = None
    value["reading"], value["article_text"], value["record"] = None, "", None
    for name in (
        "losses",
        "totals",
        "goods",
        "third_countries",
        "clock",
        "leverage",
        "chains",
        "checks",
        "drivers",
        "assumptions",
        "sources",
        "limits",
    ):
        value[name] = []
    value["findings"] = {"sides": [], "ratios": [], "holders": []}
    for name in ("controls", "red_lines", "mandates", "sequence", "clock"):
        value["standoff"][name] = []
    deals = value["deals"]
    deals.update(
        utilities=[],
        frontier=[],
        nash=None,
        kalai_smorodinsky=None,
        equal_gains=None,
        notes=["No deal."],
        exists_if=[],
        map=None,
        schedule=None,
        breaks_first=None,
        breakdown_risk=None,
        value_of_information=[],
        accepted={"count": 0, "of": 64, "share_of_draws": 0.0},
        verdict={"central": False, "share_of_draws": 0.0, "deciding": None},
    )
    value["agreement"], value["exclusions"], value["ledger"] = None, [], []
    return value
