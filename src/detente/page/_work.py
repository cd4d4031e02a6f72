"""The long work: from an article or a standoff to a brief, and one package without the surface."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

from detente._files import EXAMPLE
from detente.page._bench import Bench, Run
from detente.page._desk import Pages, Tell, Work

if TYPE_CHECKING:
    from detente.controls import Standoff
    from detente.impact import Impact
    from detente.page._forms import ExactPackage, ExactParty
    from detente.reading import Reading

__all__ = [
    "EXACT_STAGES",
    "EXAMPLE",
    "STAGES",
    "Article",
    "brief_work",
    "exact_work",
    "example",
    "standoff_work",
]

STAGES = (
    "Reading the article",
    "What each control costs each side",
    "Which trades both would accept",
    "Drawing the brief",
)

EXACT_STAGES = ("What the package costs each side",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it came."""

    name: str
    """What to call it in the brief's manifest."""
    data: bytes
    """Text or HTML, undecoded."""
    on: date | None = None
    """Day as of which controls are looked up; the article's own if None."""
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    """Rows and proposals that were ticked, and rows that were struck out, in a review."""


def example(on: date | None = None) -> Article:
    """The packaged example."""
    data = (resources.files("detente") / "examples" / EXAMPLE).read_bytes()
    return Article(name=EXAMPLE, data=data, on=on)


def brief_work(article: Article, bench: Bench, *, onward: str = "") -> Work:
    """Work for the desk: the same steps as ``detente brief``, hence the same numbers."""

    def work(tell: Tell) -> Pages:
        import detente._api as steps  # noqa: PLC0415 - the engines load with the first brief
        from detente.reading import read_bytes  # noqa: PLC0415

        tell(0, 0, 0)
        reading = read_bytes(
            article.data, name="article", on=article.on, progress=lambda _done, _all: tell(0, 0, 0)
        )
        standoff = steps.standoff(reading, article.on, accept=article.accept, reject=article.reject)
        return _made(reading, standoff, article.name, bench, tell, onward=onward)

    return work


def standoff_work(standoff: "Standoff", bench: Bench, *, onward: str) -> Work:
    """Work for the desk: the same from a standoff, as ``detente brief FILE.toml`` does it."""

    def work(tell: Tell) -> Pages:
        tell(0, 0, 0)
        return _made(None, standoff, standoff.name, bench, tell, onward=onward)

    return work


def _made(
    reading: "Reading | None",
    standoff: "Standoff",
    name: str,
    bench: Bench,
    tell: Tell,
    *,
    onward: str = "",
) -> Pages:
    import detente._api as steps  # noqa: PLC0415 - the engines load with the first brief
    from detente.deal import Rules  # noqa: PLC0415
    from detente.impact import loss_runs  # noqa: PLC0415

    settings = bench.settings
    tell(1, 0, 0)
    known = bench.simulated(standoff)
    if known is not None:
        impact, runs = known
    else:
        impact = steps.simulate(
            standoff,
            days=settings.days,
            draws=settings.draws,
            seed=settings.seed,
            progress=lambda done, total: tell(1, done, total),
            packages=True,
        )
        tell(2, 0, 0)
        runs = loss_runs(impact, progress=lambda done, total: tell(2, done, total))
        bench.keep(Run.of(impact, runs, settings), impact)
    tell(2, 0, 0)
    deals = steps.bargain(
        standoff,
        impact=impact,
        runs=runs,
        rules=Rules(accept_error=True),  # the brief says how far the surface misses
    )
    bench.keep_deals(standoff, deals)
    tell(3, 0, 0)
    made = steps.brief(reading, standoff, impact, deals, article=name)
    pages = Pages(html=made.html(), json=made.to_json() + "\n", onward=onward, standoff=standoff)
    tell(3, 1, 1)
    return pages


def exact_work(
    standoff: "Standoff", easings: Mapping[str, float], bench: Bench, *, onward: str
) -> Work:
    """Work for the desk: one package simulated in every draw, beside what the surface says."""

    def work(tell: Tell) -> Pages:
        from detente.brief.brief import rounded  # noqa: PLC0415 - loads with the first run
        from detente.impact import simulate_package  # noqa: PLC0415

        settings = bench.settings
        tell(0, 0, 0)
        names = {entry.control for entry in standoff.costed().controls}
        impact = simulate_package(
            standoff,
            {name: share for name, share in easings.items() if name in names},
            days=settings.days,
            draws=settings.draws,
            seed=settings.seed,
            progress=lambda done, total: tell(0, done, total),
        )
        found = rounded(_exact(impact, easings, bench, standoff))
        return Pages(json=json.dumps(found, ensure_ascii=False, indent=2) + "\n", onward=onward)

    return work


def _exact(
    impact: "Impact", easings: Mapping[str, float], bench: Bench, standoff: "Standoff"
) -> "ExactPackage":
    from detente.impact import LIFTED, spread  # noqa: PLC0415
    from detente.impact.results import first_days  # noqa: PLC0415

    said = bench.explorer(standoff).answer(easings)
    parties: list[ExactParty] = []
    for one in said.parties:
        left = impact.draws(one.party, "together") - impact.draws(one.party, LIFTED)
        exact = spread(left)
        parties.append(
            {
                "party": one.party,
                "exact": exact.as_dict(),
                "surface": one.cost.as_dict(),
                "miss": one.cost.central - exact.central,
                "today": one.today.as_dict(),
            }
        )
    return {
        "schema": "detente.exact/1",
        "unit": "USD bn per month",
        "package": dict(said.package),
        "parties": parties,
        "clock": [first_days(clock) for clock in impact.clocks()],
        "manifest": impact.manifest(),
    }
