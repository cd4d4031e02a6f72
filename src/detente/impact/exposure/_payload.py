"""An exposure as JSON values, schema ``detente.exposure/1``."""

from typing import TYPE_CHECKING, Any

from detente._days import iso
from detente.controls import Range
from detente.facts import HS_EDITION
from detente.shape.common import Range as Ends

if TYPE_CHECKING:
    from detente.impact.exposure._chain import Chokepoint, Stage
    from detente.impact.exposure._exposure import Exposure

__all__ = ["SCHEMA", "chain_payload", "exposure_payload"]

SCHEMA = "detente.exposure/1"


def exposure_payload(found: "Exposure") -> dict[str, Any]:
    """Write an exposure as JSON values; shares and multiples are numbers, money USD bn a year."""
    return {
        "schema": SCHEMA,
        "manifest": found.manifest,
        "party": found.party,
        "party_name": found.party_name,
        "good": found.good,
        "good_name": found.good_name,
        "hs6": list(found.hs6),
        "hs_edition": HS_EDITION,
        "as_of": iso(found.as_of),
        **chain_payload(found.chain, found.chokepoint),
        "own_share": found.own_share.as_dict(),
        "origins": {code: share.as_dict() for code, share in found.origins.items()},
        "value_at_stake": {"unit": "USD bn per year", **found.value_at_stake.as_dict()},
        "sectors": [
            {
                "sector": one.sector,
                "name": one.name,
                "value_added": one.value_added,
                "at_stake": one.at_stake.as_dict(),
                "stops": one.stops.as_dict(),
                "through": list(one.through),
            }
            for one in found.stake.sectors
        ],
        "indicators": {
            "cdi1": found.dependency.cdi1,
            "cdi2": found.dependency.cdi2,
            "cdi3": found.dependency.cdi3,
            "export_concentration": found.dependency.export_concentration,
            "flags": found.dependency.flags,
            "dependent": found.dependency.dependent,
        },
        "cut_off": found.cut_off.as_dict(),
        "supply_risk": {
            "index": _or_none(found.risk.index),
            "disruption_potential": found.risk.disruption_potential.as_dict(),
            "trade_exposure": found.risk.trade_exposure.as_dict(),
            "economic_vulnerability": _or_none(found.risk.economic_vulnerability),
        },
        "reliance": [
            {name: getattr(one, name) for name in one.__slots__} for one in found.reliance
        ],
        "mineral": found.mineral.as_dict() if found.mineral else None,
        "mineral_joint": found.mineral_joint.as_dict() if found.mineral_joint else None,
        "notes": list(found.notes),
    }


def chain_payload(chain: tuple["Stage", ...], point: "Chokepoint | None") -> dict[str, Any]:
    """Write a chain and its chokepoint as JSON values."""
    return {
        "chain": [_stage(stage) for stage in chain],
        "chokepoint": point
        and {
            "good": point.good,
            "stage": point.stage,
            "country": point.country,
            "name": point.name,
            "share": point.share.as_dict(),
            "need": point.need,
            "others": [{"name": name, "share": share} for name, share in point.others],
            "as_of": point.as_of.isoformat(),
        },
    }


def _stage(stage: "Stage") -> dict[str, Any]:
    """JSON values of a stage."""
    return {
        "good": stage.good,
        "stage": stage.stage,
        "need": stage.need,
        "concentration": stage.concentration,
        "unknown": stage.unknown,
        "suppliers": [
            {
                "country": one.country,
                "name": one.name,
                "own": one.own,
                **one.share.as_dict(),
                "source": one.source,
                "as_of": one.as_of.isoformat(),
            }
            for one in stage.suppliers
        ],
    }


def _or_none(value: Range | None) -> Ends | None:
    return value.as_dict() if value else None
