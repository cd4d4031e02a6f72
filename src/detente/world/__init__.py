"""The economy: balanced input-output tables of the world, and the doors they come in by."""

from detente.world._assemble import from_arrays
from detente.world._balance import Check
from detente.world._countries import listed_countries, write_countries
from detente.world._editions import held_sectors
from detente.world._estimate import (
    BilateralTable,
    estimate_final_demand,
    estimate_imports_residual,
    fit_margins,
    limit_to_margin,
)
from detente.world._open import open_world
from detente.world._us import UsTable
from detente.world._world import World

__all__ = [
    "BilateralTable",
    "Check",
    "UsTable",
    "World",
    "estimate_final_demand",
    "estimate_imports_residual",
    "fit_margins",
    "from_arrays",
    "held_sectors",
    "limit_to_margin",
    "listed_countries",
    "open_world",
    "write_countries",
]
