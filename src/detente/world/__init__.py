"""The economy: balanced input-output tables of the world, and the doors they come in by."""

from detente.world._assemble import from_arrays
from detente.world._balance import Check
from detente.world._countries import listed_countries, write_countries
from detente.world._editions import held_sectors
from detente.world._open import open_world
from detente.world._us import UsTable
from detente.world._world import World

__all__ = [
    "Check",
    "UsTable",
    "World",
    "from_arrays",
    "held_sectors",
    "listed_countries",
    "open_world",
    "write_countries",
]
