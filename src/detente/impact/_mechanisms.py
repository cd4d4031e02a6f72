"""Which mechanism carries a loss: each switched off in turn, at central inputs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.impact._batch import Progress, Scenario
from detente.impact.goods.parts import parts_of
from detente.impact.goods.switches import MECHANISMS, switched_off

if TYPE_CHECKING:
    from detente.impact._impact import Impact

__all__ = ["Mechanism", "mechanisms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """What one mechanism does to a party's loss under controls as they stand."""

    party: str
    name: str
    """Whose loss, and which of `detente.impact.goods.switches.MECHANISMS`."""
    loss: float
    without: float
    """Loss at central inputs, and the same without the mechanism [USD bn per month]."""

    @property
    def carries(self) -> float:
        """What the mechanism adds to the loss; negative is what it spares [USD bn per month]."""
        return self.loss - self.without


def mechanisms(impact: "Impact", *, progress: Progress | None = None) -> dict[str, list[Mechanism]]:
    """Switch off every mechanism of the goods layer in turn.

    Notes
    -----
    The parts do not add up to the loss: without stocks the lag of quotes counts for more.
    """
    study, names = impact.study, list(MECHANISMS)
    central = study.again(draws=len(names), quantiles={})
    central.model = switched_off(central.model, [(), *((name,) for name in names)])
    central.parts = parts_of(central.model, central.levers)
    many = len(study.standoff.controls)
    together = Scenario(name="together", existed=(True,) * many, easing=(0.0,) * many)
    batch = central.run([(together, d) for d in range(len(names) + 1)], progress=progress)
    found = {}
    for party in impact.parties:
        loss = batch.loss[impact.rows(party)].sum(axis=0).mean(axis=0)
        rows = [
            Mechanism(party=party, name=name, loss=float(loss[0]), without=float(loss[at]))
            for at, name in enumerate(names, start=1)
        ]
        found[party] = sorted(rows, key=lambda row: -abs(row.carries))
    return found
