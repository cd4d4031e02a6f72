"""The facts tables for a table of other sectors: rows go to the sector that holds theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from detente.facts import TABLES, Facts, FigureRow, Row, SectorRow, UserRow
from detente.impact._marked import marked, marked_sources
from detente.world import World, held_sectors

__all__ = ["WIDER", "fit_sectors", "left_out"]

WIDER = ", in a wider sector"
"""Ends the id of the source of a figure that a sector has from one that it holds."""
_WIDERS_FIGURE = (
    "A figure of a sector, for a wider one that holds it: coverage scaled "
    "by its part of the wider sector's output, the rest as for its largest part"
)


def fit_sectors(facts: Facts, world: World) -> Facts:
    """Rewrite what the tables say of sectors for a table of the world that has wider ones."""
    held = _held(facts, world)
    if not held:
        return facts
    output = _Output(facts)
    largest = {code: max(inside, key=output.of_world) for code, inside in held.items()}
    named = {inside: code for code, inside in largest.items()}
    fitted: dict[str, Any] = {
        "sectors": (
            *facts.sectors,
            *(_sector(facts, code, inside) for code, inside in held.items()),
        ),
        "users": (*facts.users, *_users(facts, world, held, output)),
    }
    for name, model in TABLES.items():
        columns = [key for key, kind in model.refers.items() if kind in {"sector", "sector*"}]
        if name in {"users", "sectors"} or not columns:
            continue
        rows: tuple[Row, ...] = getattr(facts, name)
        fitted[name] = (*rows, *_copies(rows, columns, named))
    fitted["sources"] = (*facts.sources, *marked_sources(facts, fitted, WIDER, _WIDERS_FIGURE))
    return replace(facts, **fitted)


def left_out(facts: Facts, world: World) -> tuple[str, ...]:
    """Users whose sector the world neither has nor holds in a wider one.

    Parameters
    ----------
    facts, world
        As of `fit_sectors`.

    Returns
    -------
    tuple of str
        Good and sector of each, such as ``"ethane in C20"``, once.
    """
    there = {*world.sectors, *(one for inside in _held(facts, world).values() for one in inside)}
    return tuple(
        dict.fromkeys(
            f"{row.good} in {row.sector}" for row in facts.users if row.sector not in there
        )
    )


def _held(facts: Facts, world: World) -> dict[str, tuple[str, ...]]:
    """Sectors of the facts by the sector of the world that holds them, if not under their code."""
    known = {row.code for row in facts.sectors}
    found = {
        code: tuple(one for one in held_sectors(code) if one in known and not world.has_sector(one))
        for code in world.sectors
        if code not in known
    }
    return {code: inside for code, inside in found.items() if inside}


def _sector(facts: Facts, code: str, inside: Iterable[str]) -> SectorRow:
    """Row of a wider sector, named after those in it."""
    held = [facts.sector(one) for one in inside]
    return held[0].model_copy(update={"code": code, "name": "; ".join(row.name for row in held)})


class _Output:
    """Gross output by sector of the embedded table [USD mn per year]."""

    def __init__(self, facts: Facts) -> None:
        packaged = World.load()
        shape = (len(packaged.regions), len(packaged.sectors))
        self.rows = packaged.output.reshape(shape)
        self.sectors = {code: at for at, code in enumerate(packaged.sectors)}
        self.regions = {code: at for at, code in enumerate(packaged.regions)}
        self.home = {country: row.code for row in facts.regions for country in row.members}

    def of_world(self, sector: str) -> float:
        return float(self.rows[:, self.sectors[sector]].sum())

    def share(self, region: str, sector: str, inside: Iterable[str]) -> float:
        """Part of a wider sector's output that is a sector's own, where a region makes any."""
        at = self.regions.get(region, self.regions.get(self.home.get(region, ""), -1))
        columns = [self.sectors[code] for code in inside]
        row = (
            self.rows[at] if at >= 0 and self.rows[at, columns].sum() > 0 else self.rows.sum(axis=0)
        )
        return float(row[self.sectors[sector]] / row[columns].sum())


def _users(
    facts: Facts, world: World, held: Mapping[str, tuple[str, ...]], output: _Output
) -> Iterable[UserRow]:
    """Users of every good and region in the wider sectors."""
    goods = dict.fromkeys(row.good for row in facts.users)
    for good in goods:
        for region in world.regions:
            home = region if output.regions.get(region) is not None else output.home.get(region, "")
            rows = {row.sector: row for row in facts.users_of(good, home)}
            rows |= {
                row.sector: row for row in facts.users_of(good, region) if row.region == region
            }
            for code, inside in held.items():
                parts = [
                    (rows[one], output.share(region, one, inside)) for one in inside if one in rows
                ]
                if parts:
                    yield _joined(parts, region, code)


def _joined(parts: list[tuple[UserRow, float]], region: str, sector: str) -> UserRow:
    """One user from its parts, as critical as the largest of them."""
    main, _ = max(parts, key=lambda part: part[0].value * part[1])
    value, low, high = (
        np.sum([getattr(row, name) * share for row, share in parts]).item()
        for name in ("value", "low", "high")
    )
    return main.model_copy(
        update={
            "region": region,
            "sector": sector,
            "value": min(value, 1.0),
            "low": min(low, 1.0),
            "high": min(high, 1.0),
            "source": marked(main.source, WIDER),
        }
    )


def _copies(rows: Iterable[Row], columns: list[str], named: Mapping[str, str]) -> Iterable[Row]:
    """Rows of the largest sector in each wider one, under the wider one's code."""
    for row in rows:
        old = [getattr(row, column) for column in columns]
        changes: list[dict[str, Any]] = [{}]
        for column, code in zip(columns, old, strict=True):
            if code in named:
                changes += [{**one, column: named[code]} for one in changes]
        for change in changes[1:]:
            if isinstance(row, FigureRow):
                change["source"] = marked(row.source, WIDER)
            yield row.model_copy(update=change)
