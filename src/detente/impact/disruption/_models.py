"""Models of production by name, with the parameters of the facts."""

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from detente._errors import UnknownCodeError
from detente.facts import Facts, load_facts
from detente.impact.disruption._ario import Ario
from detente.impact.disruption._inputs import Inputs
from detente.impact.disruption._network import Network, build_network
from detente.impact.disruption._variants import Leontief
from detente.world import World

__all__ = ["ModelName", "model_named", "prepare"]

ModelName = Literal["leontief", "strong", "half", "weak", "linear", "ario-noalt", "ario-alt"]


def model_named(name: ModelName, facts: Facts) -> Leontief | Ario:
    """A model by its name.

    Parameters
    ----------
    name
        One of the seven.
    facts
        Table ``model_parameters``.

    Raises
    ------
    UnknownCodeError
        If there is no such model.
    """
    if name not in get_args(ModelName):
        raise UnknownCodeError("model", name, get_args(ModelName))

    def figure(parameter: str) -> float:
        return facts.model_parameter(parameter).value

    match name:
        case "ario-noalt" | "ario-alt":
            return Ario(
                orders="alt" if name == "ario-alt" else "noalt",
                psi=figure("ario_psi"),
                restock_days=figure("ario_restock_days"),
                overproduction_max=figure("ario_overproduction_max"),
                overproduction_days=figure("ario_overproduction_days"),
            )
        case _:
            return Leontief(
                variant=name,
                order_days=figure("order_days"),
                most_ordered=figure("rebuild_multiple"),
            )


def prepare(
    world: World,
    model: ModelName | Leontief | Ario,
    *,
    inputs: Inputs | None = None,
    dtype: npt.DTypeLike = np.float32,
    facts: Facts | None = None,
) -> Network:
    """The world table with ratings, stocks and rules: what `Economy` steps.

    Parameters
    ----------
    world, model, inputs, dtype
        As in `disrupt`.
    facts
        Other tables than the shipped.
    """
    facts = facts or load_facts()
    rules = model_named(model, facts) if isinstance(model, str) else model
    if inputs is None and isinstance(rules, Ario):
        days = facts.model_parameter("ario_stock_days").value
        inputs = Inputs.from_arrays(world, stock_days=days)
    return build_network(world, inputs or Inputs.from_facts(world, facts), rules, dtype=dtype)
