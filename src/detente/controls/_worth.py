"""What keeping a control is worth to its owner: the tables' value of it, else one by class."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from detente.controls._figures import Figure
from detente.facts import DefaultValueRow, Facts, FigureRow

__all__ = ["BY_CLASS", "Worth", "default_rows", "shift_names", "worth_of"]

BY_CLASS = "judgement by class"
"""How `Worth.valued` begins where the tables have no value of the control itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """Security value and political cost of a control to its owner."""

    security: Figure
    political: Figure
    """What full easing, and easing at all, cost it [USD bn per month]."""
    valued: str
    """Where they come from, for the reader; empty where the facts tables value the control."""

    def fields(self) -> dict[str, Any]:
        """Return it as fields of a tabled control."""
        return {"security": self.security, "political": self.political, "valued": self.valued}


def worth_of(
    facts: Facts, control: str | None, imposer: str, *, instrument: str, goods: Iterable[str]
) -> Worth:
    """Return what a control is worth to its owner.

    Parameters
    ----------
    facts
        The tables.
    control
        Register id; ``None`` for a control that no row explains.
    imposer
        Its owner, ISO3.
    instrument
        Its instrument, such as ``"ban"``.
    goods
        Ids of its goods.

    Notes
    -----
    What the tables do not value takes the row of ``default_values`` of its instrument and of the
    class of its goods; of several classes, that of the greatest central value. The row is then
    moved by what the record of deals says of all controls, its instrument and its class
    (``value_shifts``).
    """
    security = facts.security_value(control, imposer) if control else None
    political = facts.political_cost(control, imposer) if control else None
    if security is not None and political is not None:
        return Worth(security=_figure(security), political=_figure(political), valued="")
    goods = tuple(goods)
    by_security, by_political, good_class = default_rows(facts, instrument, goods)
    what = ", ".join(word for word in (instrument, good_class) if word not in ("*", "unknown"))
    times = math.prod(facts.value_shift(name) for name in shift_names(facts, instrument, goods))
    moved = "" if times == 1 else f", {times:.2g} times that by the record of deals"
    return Worth(
        security=_figure(security) if security else _figure(by_security, times),
        political=_figure(political) if political else _figure(by_political, times),
        valued=f"{BY_CLASS}: {what or 'any control'}{moved}",
    )


def shift_names(facts: Facts, instrument: str, goods: Iterable[str]) -> tuple[str, str, str]:
    """Return the factors of ``value_shifts`` by which the rows by class are multiplied."""
    good_class = default_rows(facts, instrument, goods)[2]
    return ("control", f"instrument {instrument}", f"class {good_class}")


def default_rows(
    facts: Facts, instrument: str, goods: Iterable[str]
) -> tuple[DefaultValueRow, DefaultValueRow, str]:
    """Return the rows by class of security and of politics, and the class."""
    groups = {row.good: row.group for row in facts.goods}
    classes = list(dict.fromkeys(groups[good] for good in goods if good in groups)) or ["*"]
    rows = {name: facts.default_value("security", instrument, name) for name in classes}
    heaviest = max(classes, key=lambda name: rows[name].value)
    return rows[heaviest], facts.default_value("political", instrument, heaviest), heaviest


def _figure(row: FigureRow, times: float = 1.0) -> Figure:
    return Figure(low=row.low * times, central=row.value * times, high=row.high * times)
