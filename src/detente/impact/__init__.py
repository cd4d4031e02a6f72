"""The cost of controls: the goods layer and the economy, in batches of scenarios and draws."""

from detente.impact._batch import Batch, Progress, Scenario
from detente.impact._clocks import GoodClock
from detente.impact._compare import Change, Comparison
from detente.impact._draws import two_piece
from detente.impact._drivers import Driver
from detente.impact._fit_sectors import left_out
from detente.impact._impact import Impact
from detente.impact._losses import Loss
from detente.impact._mechanisms import Mechanism
from detente.impact._runs import LossRuns, loss_runs, require_few
from detente.impact._schemas import comparison_schema, impact_schema
from detente.impact._simulate import MOST_DRAWS, require_in_time, simulate
from detente.impact._simulate_package import LIFTED, simulate_package
from detente.impact._size import Size, size_of
from detente.impact._stoppages import Stoppage
from detente.impact._study import Study
from detente.impact._swings import Swing
from detente.impact.disruption.ario import Ario
from detente.impact.disruption.disrupt import Disruption, disrupt
from detente.impact.disruption.inputs import Inputs
from detente.impact.disruption.labour import Labour
from detente.impact.disruption.model import InputGroup, Model, Rules
from detente.impact.disruption.shocks import CapacityCut, DeliveryCut, DemandCut, hold
from detente.impact.disruption.variants import Leontief, PartiallyBinding
from detente.impact.goods.licences import Approvals
from detente.impact.goods.switches import MECHANISMS
from detente.impact.ranges import quantile_range, spread

__all__ = [
    "LIFTED",
    "MECHANISMS",
    "MOST_DRAWS",
    "Approvals",
    "Ario",
    "Batch",
    "CapacityCut",
    "Change",
    "Comparison",
    "DeliveryCut",
    "DemandCut",
    "Disruption",
    "Driver",
    "GoodClock",
    "Impact",
    "InputGroup",
    "Inputs",
    "Labour",
    "Leontief",
    "Loss",
    "LossRuns",
    "Mechanism",
    "Model",
    "PartiallyBinding",
    "Progress",
    "Rules",
    "Scenario",
    "Size",
    "Stoppage",
    "Study",
    "Swing",
    "comparison_schema",
    "disrupt",
    "hold",
    "impact_schema",
    "left_out",
    "loss_runs",
    "quantile_range",
    "require_few",
    "require_in_time",
    "simulate",
    "simulate_package",
    "size_of",
    "spread",
    "two_piece",
]
