"""The charts of the brief: SVG drawn in Python, labels in HTML, a data table for each."""

from detente.brief.charts._clock import clock_figure, clock_order, first_stoppage
from detente.brief.charts._cost import cost_bars
from detente.brief.charts._drivers import driver_name, drivers_figure
from detente.brief.charts._frontier import easing_words, frontier_figure, named_packages
from detente.brief.charts._map import value_map
from detente.brief.charts._months import cost_months
from detente.brief.charts._palette import css as palette_css
from detente.brief.charts._timeline import timeline

__all__ = [
    "clock_figure",
    "clock_order",
    "cost_bars",
    "cost_months",
    "driver_name",
    "drivers_figure",
    "easing_words",
    "first_stoppage",
    "frontier_figure",
    "named_packages",
    "palette_css",
    "timeline",
    "value_map",
]
