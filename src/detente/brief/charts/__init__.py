"""The charts of the brief: SVG drawn in Python, labels in HTML, a data table for each."""

from detente.brief.charts._calibration import calibration_picture
from detente.brief.charts._chain import chain_figure, chain_picture, chokepoint_words, stage_words
from detente.brief.charts._clock import clock_figure, clock_order, first_stoppage
from detente.brief.charts._cost import cost_bars
from detente.brief.charts._deals_timeline import deals_timeline
from detente.brief.charts._drivers import driver_name, drivers_figure, drivers_of
from detente.brief.charts._firms import firms_picture
from detente.brief.charts._frontier import (
    eased_controls,
    easing_words,
    frontier_figure,
    named_packages,
)
from detente.brief.charts._gives import gives_by_control, gives_figure
from detente.brief.charts._hindcast import hindcast_exports, hindcast_strips
from detente.brief.charts._leverage import leverage_figure
from detente.brief.charts._loss_picture import loss_picture
from detente.brief.charts._map import value_map
from detente.brief.charts._market import market_figure, market_picture
from detente.brief.charts._months import cost_months
from detente.brief.charts._palette import css as palette_css
from detente.brief.charts._record import record_figures
from detente.brief.charts._scan import cut_name, scan_bars, scan_picture, scan_scatter
from detente.brief.charts._schedule import ladder_steps, rung_share, schedule_figure
from detente.brief.charts._sweep import index_name, sweep_figure, sweep_picture
from detente.brief.charts._timeline import timeline
from detente.brief.charts._world import world_map
from detente.brief.charts._years import years_figure, years_words

__all__ = [
    "calibration_picture",
    "chain_figure",
    "chain_picture",
    "chokepoint_words",
    "clock_figure",
    "clock_order",
    "cost_bars",
    "cost_months",
    "cut_name",
    "deals_timeline",
    "driver_name",
    "drivers_figure",
    "drivers_of",
    "eased_controls",
    "easing_words",
    "firms_picture",
    "first_stoppage",
    "frontier_figure",
    "gives_by_control",
    "gives_figure",
    "hindcast_exports",
    "hindcast_strips",
    "index_name",
    "ladder_steps",
    "leverage_figure",
    "loss_picture",
    "market_figure",
    "market_picture",
    "named_packages",
    "palette_css",
    "record_figures",
    "rung_share",
    "scan_bars",
    "scan_picture",
    "scan_scatter",
    "schedule_figure",
    "stage_words",
    "sweep_figure",
    "sweep_picture",
    "timeline",
    "value_map",
    "world_map",
    "years_figure",
    "years_words",
]
