"""Concentration and dependency of imports: Herfindahl, CDI 1 to 3, GeoDep."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from detente._errors import ImpactError

__all__ = ["Dependency", "dependency_indicators", "herfindahl"]

THRESHOLD_CONCENTRATION, THRESHOLD_OUTSIDE, THRESHOLD_RATIO = 0.4, 0.5, 1.0
"""Above these the European Commission calls a product dependent (CDI 1, 2 and 3) [1]."""


def herfindahl(amounts: Collection[float]) -> float:
    """Sum of squared shares: 1 for one supplier, 1/n for n equal ones, 0 for none [1].

    Raises
    ------
    ImpactError
        If an amount is negative.

    Examples
    --------
    >>> herfindahl([3.0, 1.0])
    0.625
    """
    if any(amount < 0 for amount in amounts):
        raise ImpactError("amounts of suppliers must not be negative; mend the shares")
    total = sum(amounts)
    return sum((amount / total) ** 2 for amount in amounts) if total > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """Indicators of one buyer's dependency for one product."""

    cdi1: float
    """Concentration of imports from outside over their origins [1]."""
    cdi2: float
    """Imports from outside over all imports [share]."""
    cdi3: float | None
    """Imports from outside over all exports; None where exports are not known [1]."""
    export_concentration: float | None
    """Herfindahl of the world's exports or supply (GeoDep); None where not known [1]."""

    @property
    def flags(self) -> dict[str, bool | None]:
        """Which thresholds are passed; None where the indicator is not known."""
        return {
            "cdi1": self.cdi1 > THRESHOLD_CONCENTRATION,
            "cdi2": self.cdi2 > THRESHOLD_OUTSIDE,
            "cdi3": None if self.cdi3 is None else self.cdi3 > THRESHOLD_RATIO,
            "export_concentration": None
            if self.export_concentration is None
            else self.export_concentration > THRESHOLD_CONCENTRATION,
        }

    @property
    def dependent(self) -> bool:
        """Whether every indicator that is known passes its threshold."""
        return all(flag is not False for flag in self.flags.values())


def dependency_indicators(
    imports: Mapping[str, float],
    *,
    inside: Collection[str] = (),
    exports: float | None = None,
    world: Collection[float] | None = None,
) -> Dependency:
    """CDI 1 to 3 of the European Commission, and the concentration that GeoDep adds.

    Parameters
    ----------
    imports
        Origin to value, quantity or share of imports [any, one unit].
    inside
        Origins within the buyer's own bloc; what comes from them is not from outside.
    exports
        All exports of the buyer, in the unit of `imports`.
    world
        Exports (or supply) of the product by every country of the world [any, one unit].

    Raises
    ------
    ImpactError
        If an amount is negative.

    References
    ----------
    European Commission (2021), Strategic dependencies and capacities, SWD(2021) 352; Vicard and
    Wibaux (2023), CEPII Policy Brief 41 (GeoDep).

    Examples
    --------
    >>> found = dependency_indicators({"CHN": 9.0, "JPN": 1.0, "DEU": 10.0}, inside=("DEU",))
    >>> round(found.cdi1, 2), found.cdi2, found.cdi3
    (0.82, 0.5, None)
    """
    if exports is not None and exports < 0:
        raise ImpactError("exports must not be negative; mend the value")
    outside = {origin: amount for origin, amount in imports.items() if origin not in inside}
    abroad, total = sum(outside.values()), sum(imports.values())
    return Dependency(
        cdi1=herfindahl(outside.values()),
        cdi2=abroad / total if total > 0 else 0.0,
        cdi3=None if not exports else abroad / exports,
        export_concentration=None if world is None else herfindahl(world),
    )
