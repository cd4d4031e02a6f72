"""Models of production by name: the built-in ones with the parameters of the facts, and others'."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from detente._doors import Plug, members, plugs
from detente._errors import UnknownCodeError
from detente.facts import Facts, load_facts
from detente.impact.disruption.ario import Ario
from detente.impact.disruption.inputs import Inputs
from detente.impact.disruption.model import Model
from detente.impact.disruption.network import Network, build_network
from detente.impact.disruption.variants import Leontief, Variant
from detente.world import World

__all__ = ["BUILT_IN", "DEFAULT_MODEL", "model_named", "model_names", "prepare"]

DOOR = "detente.disruption"

DEFAULT_MODEL = "half"
"""Which model is meant where none is named."""


def _ario(orders: Literal["alt", "noalt"], facts: Facts) -> Model:
    return Ario(
        orders=orders,
        psi=facts.model_parameter("ario_psi").value,
        restock_days=facts.model_parameter("ario_restock_days").value,
        overproduction_max=facts.model_parameter("ario_overproduction_max").value,
        overproduction_days=facts.model_parameter("ario_overproduction_days").value,
    )


def _leontief(variant: Variant, facts: Facts) -> Model:
    return Leontief(
        variant=variant,
        order_days=facts.model_parameter("order_days").value,
        most_ordered=facts.model_parameter("rebuild_multiple").value,
    )


BUILT_IN: Mapping[str, Callable[[Facts], Model]] = {
    **{variant: functools.partial(_leontief, variant) for variant in get_args(Variant)},
    "ario-noalt": functools.partial(_ario, "noalt"),
    "ario-alt": functools.partial(_ario, "alt"),
}
"""The models of the field: five variants of partially binding Leontief, two of ARIO."""


def model_names() -> tuple[str, ...]:
    """List the models, those of other packages last."""
    return (*BUILT_IN, *(name for name in plugs(DOOR) if name not in BUILT_IN))


def model_named(name: str, facts: Facts) -> Model:
    """A model by its name."""
    if name in BUILT_IN:
        return BUILT_IN[name](facts)
    if name not in plugs(DOOR):
        raise UnknownCodeError("model", name, model_names())
    return _plugged(plugs(DOOR)[name], facts)


def _plugged(plug: Plug, facts: Facts) -> Model:
    """What another package's function makes of the facts."""
    make: Any = plug.load(object)
    if not callable(make):
        raise plug.wrong("is no function of the facts")
    with plug.blamed("fails with the facts"):
        model = make(facts)
    missing = [name for name in members(Model) if not hasattr(model, name)]
    if missing or not isinstance(model, Model):
        raise plug.wrong(
            f"makes a {type(model).__name__}, which is no disruption model: it lacks "
            f"{', '.join(missing)} (see detente.impact.Model)"
        )
    return model


def prepare(
    world: World,
    model: str | Model,
    *,
    inputs: Inputs | None = None,
    dtype: npt.DTypeLike = np.float32,
    facts: Facts | None = None,
) -> Network:
    """The world table with ratings, stocks and rules: what `Economy` steps."""
    facts = facts or load_facts()
    chosen = model_named(model, facts) if isinstance(model, str) else model
    return build_network(world, inputs or chosen.inputs(world, facts), chosen, dtype=dtype)
