"""The cost of controls: the goods layer and the economy, in batches of scenarios and draws."""

from detente.impact._batch import Batch, Progress, Scenario, Study
from detente.impact._draws import two_piece
from detente.impact._impact import Driver, GoodClock, Impact, Loss, spread
from detente.impact._runs import LossRuns, loss_runs
from detente.impact._simulate import simulate

__all__ = [
    "Batch",
    "Driver",
    "GoodClock",
    "Impact",
    "Loss",
    "LossRuns",
    "Progress",
    "Scenario",
    "Study",
    "loss_runs",
    "simulate",
    "spread",
    "two_piece",
]
