"""How a brief is said: JSON, terminal summary and one self-contained HTML file.

A sub-package and the public function ``detente.brief(reading, standoff, impact, deals)`` share the
name, so the package is callable and both uses hold.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from detente._late import late

if TYPE_CHECKING:
    from detente.brief._backtest import render_backtest
    from detente.brief._desk import render_desk
    from detente.brief._make import make_brief
    from detente.brief._market import market_answer, market_picture, render_market
    from detente.brief._reading import change_sentence, render_changes, render_reading
    from detente.brief._scan import render_scan, scan_picture
    from detente.brief._simulation import month_bars, render_simulation, simulation_picture
    from detente.brief._sweep import render_sweep, sweep_answer, sweep_picture
    from detente.brief._years import render_years, years_answer
    from detente.brief.brief import SCHEMA, Brief
    from detente.brief.deal import render_deal
    from detente.brief.exposure import render_exposure
    from detente.controls import Standoff
    from detente.deal import Deals
    from detente.impact import Impact
    from detente.reading import Reading

__all__ = [
    "SCHEMA",
    "Brief",
    "change_sentence",
    "make_brief",
    "market_answer",
    "market_picture",
    "month_bars",
    "render_backtest",
    "render_changes",
    "render_deal",
    "render_desk",
    "render_exposure",
    "render_market",
    "render_reading",
    "render_scan",
    "render_simulation",
    "render_sweep",
    "render_years",
    "scan_picture",
    "simulation_picture",
    "sweep_answer",
    "sweep_picture",
    "years_answer",
]


class _CallablePackage(ModuleType):
    def __call__(
        self,
        reading: "Reading | None",
        standoff: "Standoff",
        impact: "Impact",
        deals: "Deals",
        *,
        article: str = "article",
    ) -> "Brief":
        from detente.brief._make import make_brief  # noqa: PLC0415 - the engines load when used

        return make_brief(reading, standoff, impact, deals, article=article)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the public names
    return late(__name__, name)


sys.modules[__name__].__class__ = _CallablePackage
