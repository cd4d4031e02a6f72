"""Static cross-checks of exposure: chains, concentration, look-through, cut-off, equilibrium."""

from detente.impact.exposure._allocation import Allocation, Applications, CutEconomy, allocate
from detente.impact.exposure._ces import CutOff, ces_cut_off
from detente.impact.exposure._chain import Chokepoint, Stage, Supplier
from detente.impact.exposure._concentration import Dependency, dependency_indicators, herfindahl
from detente.impact.exposure._cut_off import CutOffLoss
from detente.impact.exposure._equilibrium import Equilibrium, equilibrium
from detente.impact.exposure._exposure import Exposure, exposure, supply_chain
from detente.impact.exposure._leverage import nested_ces_loss
from detente.impact.exposure._look_through import Reliance, foreign_input_reliance
from detente.impact.exposure._mineral import MineralLoss, mineral_loss, minerals
from detente.impact.exposure._payload import SCHEMA
from detente.impact.exposure._ranking import Ranking, SectorReliance, ranking, sector_reliance
from detente.impact.exposure._supply_risk import SupplyRisk

__all__ = [
    "SCHEMA",
    "Allocation",
    "Applications",
    "Chokepoint",
    "CutEconomy",
    "CutOff",
    "CutOffLoss",
    "Dependency",
    "Equilibrium",
    "Exposure",
    "MineralLoss",
    "Ranking",
    "Reliance",
    "SectorReliance",
    "Stage",
    "Supplier",
    "SupplyRisk",
    "allocate",
    "ces_cut_off",
    "dependency_indicators",
    "equilibrium",
    "exposure",
    "foreign_input_reliance",
    "herfindahl",
    "mineral_loss",
    "minerals",
    "nested_ces_loss",
    "ranking",
    "sector_reliance",
    "supply_chain",
]
