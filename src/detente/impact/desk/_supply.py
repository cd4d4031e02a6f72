"""What part of a source's deliveries is missing, by draw and day, and who else could deliver."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from detente._errors import UnknownCodeError
from detente.controls import Range
from detente.facts import Facts, FigureRow, held_share
from detente.impact._draws import Sampler
from detente.impact.desk._cuts import Case, Cut

__all__ = ["Supply", "Through"]

Array = npt.NDArray[np.float32]
Through = tuple[tuple[str, str], ...]
"""Controls by id, each with the good that it holds back."""


class Supply:
    """Deliveries to one place under the controls of one case.

    Parameters
    ----------
    case
        The controls.
    facts
        The tables.
    home
        Where the firm's lines are.
    days
        Days looked at [day].
    draws, seed
        Draws of uncertain figures beside the central one [count], and their seed.

    Notes
    -----
    A control that a source's own country imposes towards the home blocks the share that the
    register or the standoff says. One that another country imposes towards the source's country
    reaches it through the inputs of its good: the part of its output that needs the input, times
    its dependence on the imposer. Goods under way still arrive; of what is blocked a part comes by
    third countries, and other suppliers make up for a part from the lead time on: no more than
    their spare capacity over the part of the world that is cut off with the firm.
    """

    def __init__(
        self, case: Case, facts: Facts, *, home: str, days: int, draws: int, seed: int
    ) -> None:
        self.case, self.facts, self.home = case, facts, home
        self.days, self._draws, self._seed = days, draws, seed
        regions = facts.regions_of(home)
        self._region = regions[0] if len(regions) == 1 else "*"
        self.grid = np.arange(days + 1, dtype=np.float32)
        self._drawn: dict[str, Array] = {}
        self._missing: dict[tuple[str, str, int, float | None], tuple[Array | None, Through]] = {}
        self._held_back: dict[tuple[str, str, str, int, bool], Array] = {}
        self._touched = frozenset(good for cut in case.cuts for good in cut.goods)

    def draw(self, name: str, value: Range) -> Array:
        """Draws of a figure, shape (draws + 1,); the first is the central value."""
        if name not in self._drawn:
            sampler = Sampler([name], draws=self._draws, seed=self._seed)
            drawn = sampler.values(name, value.low, value.central, value.high)
            self._drawn[name] = drawn.astype(np.float32)
        return self._drawn[name]

    def of(self, good: str, name: str) -> Array:
        """Draws of a parameter of a good at home, shape (draws + 1, 1)."""
        row = self.facts.parameter(good, name, self._region)
        return self._row(f"{name} of {good}", row)[:, None]

    def _row(self, name: str, row: FigureRow) -> Array:
        if name not in self._drawn:
            return self.draw(name, Range.of(row))
        return self._drawn[name]

    def missing(
        self, good: str, country: str, tier: int, lead: float | None
    ) -> tuple[Array | None, Through]:
        """Part of a source's deliveries that is missing, and through which controls."""
        key = (good, country, tier, lead)
        if key not in self._missing:
            self._missing[key] = self._made(*key)
        return self._missing[key]

    def _made(
        self, good: str, country: str, tier: int, lead: float | None
    ) -> tuple[Array | None, Through]:
        gone: list[Array] = []
        through: list[tuple[str, str]] = []
        for cut in self.case.cuts:
            if good in cut.goods and cut.owned_by(country):
                if country != self.home and cut.hits(self.home):
                    self._add(gone, through, cut, good, self._cut(cut, good, self.home, tier, lead))
                continue
            if not cut.hits(country) or cut.owned_by(country):
                continue
            for row in self.facts.inputs_of(good):
                bought = None
                if row.input in cut.goods:
                    bought = self._bought(row.input, country, cut.imposer)
                if bought is not None:
                    need = self._row(f"need of {good} for {row.input}", row)[:, None]
                    lost = self._cut(cut, row.input, country, tier, lead, made=True)
                    self._add(gone, through, cut, row.input, need * bought * lost)
        if not gone:
            return None, ()
        arriving = np.prod([1 - one for one in gone], axis=0)
        return (1 - arriving).astype(np.float32), tuple(through)

    @staticmethod
    def _add(
        gone: list[Array], through: list[tuple[str, str]], cut: Cut, good: str, lost: Array
    ) -> None:
        if lost.any():
            gone.append(lost)
            through.append((cut.id, good))

    def _shift(self, good: str, tier: int, *, made: bool) -> Array:
        """Days until what is held back is missed here: the way, and a supplier's own stock."""
        under_way = self.of(good, "transit_days") * tier
        if not made:
            return under_way
        row = self.facts.parameter(good, "stock_days")
        return under_way + self._row(f"stock_days of {good} at suppliers", row)[:, None]

    def reaches(self, good: str) -> bool:
        """Whether a control of the case touches a good or what it is made from."""
        return good in self._touched or any(
            row.input in self._touched for row in self.facts.inputs_of(good)
        )

    def _bought(self, good: str, country: str, imposer: str) -> Array | None:
        try:
            places = (country, *self.facts.regions_of(country))
        except UnknownCodeError:  # a country that no region holds
            places = (country,)
        for place in places:
            row = self.facts.dependence_of(good, place, imposer)
            if row is not None and row.value > 0:
                return self._row(f"share of {place}'s {good} from {imposer}", row)[:, None]
        return None

    def _cut(
        self, cut: Cut, good: str, target: str, tier: int, lead: float | None, *, made: bool = False
    ) -> Array:
        """Share of a flow that a control keeps away, after other ways and other suppliers."""
        key = (cut.id, good, target, tier, made)
        if key not in self._held_back:
            self._held_back[key] = self._blocked(cut, target, self._shift(good, tier, made=made))
        blocked = self._held_back[key]
        if not blocked.any():
            return blocked
        diverted = self.of(good, "diversion_share") * (
            1 - np.exp(-(self.grid + cut.age) / np.maximum(self.of(good, "diversion_days"), 1))
        )
        held = held_share(self.facts, good, cut.imposer)
        world = self._row(f"share of {cut.imposer} in {good}", held)[:, None] if held else 0.0
        spare = self.of(good, "spare_capacity")
        wait = self.of(good, "transit_days") if lead is None else np.float32(lead)
        grown = 1 - np.exp(
            -np.maximum(self.grid - wait, 0) / np.maximum(self.of(good, "ramp_days"), 1)
        )
        relief = np.minimum(1, spare / np.maximum(world * blocked, 1e-3)) * grown
        left: Array = (blocked * (1 - diverted) * (1 - relief)).astype(np.float32)
        return left

    def _blocked(self, cut: Cut, target: str, shift: Array) -> Array:
        """Draws of the blocked share by day, moved by what is still under way."""
        points = cut.blocked(target, self.days)
        at = np.array([day for day, _ in points], dtype=np.float32)
        name = f"intensity of {cut.id}"
        quantile = Sampler([name], draws=self._draws, seed=self._seed)
        values = np.stack(
            [quantile.values(name, r.low, r.central, r.high) for _, r in points], axis=1
        )
        rows = [
            np.interp(self.grid - late, at, row, left=0.0)
            for late, row in zip(shift[:, 0], values, strict=True)
        ]
        return np.asarray(rows, dtype=np.float32)

    def others(self, good: str, avoid: Sequence[str]) -> list[dict[str, Any]]:
        """Countries that supply a good and are not cut off, with what they could add."""
        spare = self.facts.parameter(good, "spare_capacity")
        ramp = self.facts.parameter(good, "ramp_days")
        rows = [r for r in self.facts.supply_of(good) if r.country not in avoid and r.value > 0]
        total = sum(row.value for row in rows)
        found: list[dict[str, Any]] = [
            {
                "country": row.country,
                "share": _three(row),
                "could_add": _three(spare, row.value / total),
                "ramp_days": _three(ramp),
                "source": row.source,
            }
            for row in sorted(rows, key=lambda row: -row.value)
        ]
        last = self.case.cuts[0].on + dt.timedelta(self.days)
        found.extend(
            {
                "country": plant.country,
                "plant": plant.project,
                "opens": str(plant.opens),
                "share_of_home_use": _three(plant),
                "source": plant.source,
            }
            for plant in self.facts.capacity
            if plant.good == good and plant.country not in avoid and plant.opens <= last
        )
        return found


def _three(row: FigureRow, times: float = 1.0) -> dict[str, float]:
    low, central, high = row.low * times, row.value * times, row.high * times
    return {"low": low, "central": central, "high": high}
