"""Mechanisms of the goods layer, and the model without one of them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.impact.goods.model import GoodsModel

__all__ = ["MECHANISMS", "switched_off"]

Array = npt.NDArray[np.floating]

NEVER, AT_ONCE, LAST_DAY = 1e9, 1e-6, 1.0

MECHANISMS: dict[str, tuple[str, float]] = {
    "users' stocks": ("stock_days", LAST_DAY),
    "stocks let go": ("release_share", 0.0),
    "growing elasticity": ("elasticity_growth", 1.0),
    "insulated markets": ("insulated_share", 0.0),
    "announcement": ("enactment_chance", 0.0),
    "lag of quotes": ("price_days", AT_ONCE),
    "third countries": ("diversion_share", 0.0),
    "spare capacity": ("spare_capacity", 0.0),
    "one world market": ("pooled_share", 0.0),
    "scare stocks": ("scare_stock", 0.0),
    "redesign": ("substitution_days", NEVER),
    "glut at home": ("glut_passed", 0.0),
    "buying ahead": ("prebought", 0.0),
    "named firms": ("firms", 0.0),
    "capacity not bought": ("user_capital", 0.0),
    "single suppliers": ("single_source_share", 0.0),
}
"""Name of a mechanism to its parameter and the value at which it does nothing (of users' stocks: a
day's need)."""


def switched_off(model: GoodsModel, off: Sequence[Sequence[str]]) -> GoodsModel:
    """Return a model in some of whose draws mechanisms are switched off."""
    parameters = {name: values.copy() for name, values in model.parameters.items()}
    whole = {name: values.copy() for name, values in model.whole.items()}
    stocks: Array = model.stock_days.copy()
    ahead: Array = model.prebought.copy()
    coverage: Array = model.user_coverage.copy()
    capital: Array = model.user_capital.copy()
    for draw, names in enumerate(off):
        for name in names:
            if name not in MECHANISMS:
                known = ", ".join(repr(one) for one in MECHANISMS)
                raise ImpactError(f"no mechanism {name!r}; switch off one of {known}")
            parameter, value = MECHANISMS[name]
            if parameter == "stock_days":
                stocks[..., draw] = np.minimum(stocks[..., draw], value)
            elif parameter == "prebought":
                ahead[..., draw] = value
            elif parameter == "firms":
                coverage[model.user_firm >= 0, draw] = value
            elif parameter == "user_capital":
                capital[..., draw] = value
            elif parameter in whole:
                whole[parameter][draw] = value
            else:
                parameters[parameter][..., draw] = value
    return replace(
        model,
        parameters=parameters,
        whole=whole,
        stock_days=stocks,
        prebought=ahead,
        user_coverage=coverage,
        user_capital=capital,
    )
