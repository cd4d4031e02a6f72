"""What a simulation rests on: each party's size, and what was estimated or could not be counted."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente._units import MN_PER_BN
from detente.controls import with_article
from detente.facts import DependenceRow, Figure, TradeRow, UserRow, held_share
from detente.impact._fit import MEMBER
from detente.impact.disruption.models import DEFAULT_MODEL
from detente.impact.forms import Gdp as Form
from detente.impact.goods.trade import estimates

if TYPE_CHECKING:
    from detente.impact._study import Study

__all__ = ["Gdp", "gdp_of", "notes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gdp:
    """Size of a party's economy."""

    party: str
    """Its code."""
    low: float
    central: float
    high: float
    """Value added at basic prices, from the world table, or gross domestic product, from the facts,
    where the table does not have the party [USD bn per year]."""
    year: int
    """Year of the figure."""
    source: str
    """The world table, or an id in ``sources.csv``."""

    def as_dict(self) -> Form:
        """JSON values."""
        return {
            "party": self.party,
            "low": self.low,
            "central": self.central,
            "high": self.high,
            "unit": "USD bn per year",
            "year": self.year,
            "source": self.source,
        }


def gdp_of(party: str, study: "Study") -> Gdp:
    """Size of a party's economy, to hold its losses against."""
    world, facts = study.world, study.facts
    codes = [code for code in facts.regions_of(party) if world.has_region(code)]
    inside = [code for code in codes if code not in world.outside]
    if inside:
        value = sum(map(world.gdp, inside)) / MN_PER_BN
        source = str(world.manifest.get("source", "own table"))
        return Gdp(
            party=party, low=value, central=value, high=value, year=world.year, source=source
        )
    row = facts.gdp_of(party)
    return Gdp(
        party=party,
        low=row.low,
        central=row.value,
        high=row.high,
        year=row.as_of.year,
        source=row.source,
    )


def notes_of(study: "Study") -> list[str]:
    """What was estimated, taken over from a region, or could not be counted, a sentence each."""
    return [
        *_other_model(study),
        *_merged(study),
        *_outside(study),
        *_estimated(study),
        *_of_regions(study),
        *_stages(study),
    ]


def _name(code: str, study: "Study") -> str:
    names = {row.iso3: row.name for row in study.facts.parties}
    return with_article(names.get(code, study.world.region_names.get(code, code)))


def _other_model(study: "Study") -> list[str]:
    if study.model_name == DEFAULT_MODEL:
        return []
    return [
        (
            f"Sectors were stepped by the model {study.model_name}; ranges are calibrated for "
            f"{DEFAULT_MODEL}."
        )
    ]


def _merged(study: "Study") -> list[str]:
    apart = study.stepped_apart
    if apart is None or len(study.standoff.controls) < 2:
        return []
    return [
        (
            "Ranges of single controls and of one side's are from draws on a table merged for this "
            f"standoff ({', '.join(apart)}), set right by the central run on the whole one; of "
            "countries that are no side these ranges are rough."
        )
    ]


def _outside(study: "Study") -> list[str]:
    year = study.world.year
    return [
        f"The economy of {_name(code, study)} is not in the world table of {year}: counted are its "
        "own lost exports and the higher prices that it pays, not the lines that stop there."
        for code in study.world.outside
    ]


def _estimated(study: "Study") -> list[str]:
    """Flows from an imposer to a target that no table values, good by good."""
    found: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    pairs = {(c.imposer, c.target) for c in study.standoff.controls}
    for row in estimates(study.facts):
        for imposer, target in pairs:
            sells = row.exporter in study.facts.regions_of(imposer)
            if sells and row.importer in study.facts.regions_of(target):
                found[row.good, imposer, target].append(row)
    return [
        f"No table has the value of exports of {study.facts.good(good).name} from "
        f"{_name(imposer, study)} to {_name(target, study)}: estimated at "
        f"{sum(row.value for row in rows):.2g} ({sum(row.low for row in rows):.2g} to "
        f"{sum(row.high for row in rows):.2g}) USD bn a year from what the importer needs."
        for (good, imposer, target), rows in found.items()
    ]


def _of_regions(study: "Study") -> list[str]:
    """Figures that a party has from its region, by party and good."""
    facts, goods = study.facts, set(study.model.goods)
    tables: tuple[DependenceRow | TradeRow | UserRow, ...] = (
        *facts.dependence,
        *facts.trade,
        *facts.users,
    )
    notes = []
    for party in dict.fromkeys(one.party for one in study.standoff.parties):
        codes = set(facts.regions_of(party))
        if codes != {party}:
            continue
        named = dict.fromkeys(
            row.good
            for row in tables
            if row.good in goods
            and row.source.endswith(MEMBER)
            and party in {getattr(row, "importer", ""), getattr(row, "region", "")}
        )
        if named:
            words = ", ".join(facts.good(good).name for good in named)
            notes.append(
                f"Some figures on {_name(party, study)} are those of its region ({words}): amounts "
                "split and shares moved by its own trade in the world table."
            )
    return notes


def _stages(study: "Study") -> list[str]:
    """Goods that an imposer holds at another stage than the one at which trade is counted."""
    facts, notes = study.facts, {}
    for entry in study.standoff.controls:
        for good in entry.goods:
            held, row = held_share(facts, good, entry.imposer), facts.good(good)
            if held is not None and held.stage != row.stage:
                notes[good, entry.imposer] = (
                    f"{_name(entry.imposer, study)} holds {row.name} at the stage {held.stage} "
                    f"({held.value:.0%} of world supply); its control is counted there, not at the "
                    f"stage {row.stage}."
                )
    return [note[:1].upper() + note[1:] for note in notes.values()]
