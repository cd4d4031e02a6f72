"""Charts: scales, tables, colours, and what each drawing claims."""

import csv
import io
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import payload

from detente.brief.charts import (
    _cost,
    _map,
    axes,
    clock_figure,
    clock_order,
    cost_bars,
    cost_months,
    drivers_figure,
    easing_words,
    frontier_figure,
    timeline,
    value_map,
)
from detente.brief.charts._palette import PALETTE, css
from detente.brief.charts.figure import Table
from detente.brief.charts.svg import el
from detente.brief.view import View

TEXT_ROLES = ("ink", "quiet", "link", "good", "bad", "party-0", "party-1", "party-2", "party-3")
MARK_ROLES = ("party-0", "party-1", "party-2", "party-3")

finite = st.floats(min_value=-1e6, max_value=1e6).map(lambda x: round(x, 6))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    lin = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("back", ["page", "soft"])
def test_text_and_marks_have_contrast(mode: int, back: str) -> None:
    for role in TEXT_ROLES:
        assert contrast(PALETTE[role][mode], PALETTE[back][mode]) >= 4.5, role
    for role in MARK_ROLES:
        assert contrast(PALETTE[role][mode], PALETTE[back][mode]) >= 3.0, role


@pytest.mark.parametrize("mode", [0, 1])
def test_marked_passages_stay_readable(mode: int) -> None:
    for role in PALETTE:
        if role.startswith("tint-"):
            assert contrast(PALETTE["ink"][mode], PALETTE[role][mode]) >= 7, role


def test_palette_is_declared_for_both_modes() -> None:
    text = css()
    for role, (light, dark) in PALETTE.items():
        assert text.count(f"--{role}:{light};") == 2
        assert text.count(f"--{role}:{dark};") == 2


@given(finite, finite)
def test_ticks_span_the_range_evenly(a: float, b: float) -> None:
    low, high = sorted((a, b))
    steps = axes.ticks(low, high)
    assert 2 <= len(steps) <= 8
    slack = 1e-6 * max(1.0, abs(low), abs(high))
    assert steps[0] <= low + slack
    assert steps[-1] >= high - slack


@given(st.lists(finite, min_size=1, max_size=6))
def test_scale_stays_inside(values: list[float]) -> None:
    scale = axes.Scale(-10, 10)
    for value in values:
        assert 0 <= scale(value) <= axes.WIDTH
        assert 0 <= scale.share(value) <= 100


@given(st.text(), st.text())
def test_elements_escape_text_and_attributes(text: str, value: str) -> None:
    made = str(el("p", text, title=value))
    inner = re.fullmatch(r'<p title="([^"<>]*)">([^<>]*)</p>', made)
    assert inner


def test_bars_are_as_long_as_the_losses() -> None:
    view = View(payload())
    html = str(cost_bars(view))
    rows = [row for group in view.paired_losses().values() for row in group]
    scale = _cost.cost_scale(rows)
    drawn = [float(w) for w in re.findall(r'width="([\d.]+)" height="16.0" class="fill', html)]
    expected = [scale(row["central"]) - scale(0) for row in rows]
    assert drawn == pytest.approx(expected, abs=0.06)


def test_controls_are_sorted_by_what_both_sides_lose() -> None:
    order = list(View(payload()).paired_losses())
    assert order == ["BB-2031-01", "AA-2029-01", "AA-2031-02", "AA-2031-03"]


def test_a_bar_below_zero_starts_at_zero() -> None:
    value = payload()
    value["losses"][0].update(low=-0.4, central=-0.3, high=-0.1)
    html = str(cost_bars(View(value)))
    assert "−$300\u00a0m" in html


def test_months_draw_a_band_for_each_party() -> None:
    html = str(cost_months(View(payload())))
    assert html.count('class="band p0"') == html.count('class="band p1"') == 1
    assert "month 12" in html


def test_clock_is_soonest_first_and_skips_what_has_no_path() -> None:
    view = View(payload())
    assert [row["good"] for row in clock_order(view)] == ["ndfeb-magnet", "ethane", "eda-software"]
    html = str(clock_figure(view))
    assert html.count('class="card"') == 2
    assert "First to run short: the United Arland" in html


def test_clock_without_a_stoppage_says_so() -> None:
    value = payload()
    for row in value["clock"]:
        row["days_to_first_stoppage"] = {"low": None, "central": None, "high": None}
    html = str(clock_figure(View(value)))
    assert "In the central case nobody runs short within the horizon." in html


def test_frontier_marks_named_packages_by_letter() -> None:
    html = str(frontier_figure(View(payload())))
    badges = re.findall(r'<span class="badge"[^>]*>([\w, ]+)<', html)
    assert sorted(", ".join(badges).split(", ")) == ["E", "K", "N"]
    assert 'class="badge origin"' in html
    assert html.count('class="dot front"') == 9


def test_easings_in_words() -> None:
    view = View(payload())
    package = {
        "easings": {"AA-2031-02": 1.0, "AA-2031-03": 0.4, "BB-2031-01": -0.5, "AA-2029-01": 0}
    }
    assert easing_words(view, package) == [
        "lift Arland’s chip software letters in full",
        "ease Arland’s ethane letters by 40%",
        "tighten Borland’s magnet licences by 50%",
    ]


@given(st.lists(st.integers(0, 1), max_size=30))
def test_runs_of_cells_give_the_row_back(row: list[int]) -> None:
    back = [0] * len(row)
    for first, last in _map._runs(row):
        back[first:last] = [1] * (last - first)
    assert back == row


def test_map_says_how_much_of_the_grid_has_a_deal() -> None:
    value = payload()
    grid = value["deals"]["map"]["exists"]
    share = sum(map(sum, grid)) / sum(map(len, grid))
    html = str(value_map(View(value)))
    assert f"a deal exists in {share:.0%} of the grid" in html
    assert 'class="hatch"' in html


def test_map_of_one_point_each() -> None:
    value = payload()
    value["deals"]["map"].update(exists=[[1]])
    for axis in ("x", "y"):
        value["deals"]["map"][axis]["values"] = [0.0]
    assert "100% of the grid" in str(value_map(View(value)))


def test_drivers_are_strongest_first() -> None:
    html = unescape(str(drivers_figure(View(payload()))))
    names = re.findall(r'<span class="who">([^<]+)', html)
    assert names[0].startswith("the days of NdFeB magnets <b> in stock") or names[0] == (
        "the days of NdFeB magnets "
    )
    assert names[1] == "how long ethane is under way"


def test_timeline_has_a_strip_for_each_control_and_date() -> None:
    html = str(timeline(View(payload())))
    assert html.count('class="bar-row"') == 5
    assert html.count('class="today"') == 4


def test_planned_controls_are_drawn_as_planned() -> None:
    value = payload()
    value["standoff"]["controls"][0]["effective"] = "2031-09-01"
    assert "planned" in str(timeline(View(value)))


@pytest.mark.parametrize("cell", ["=1+1", "+x", "-x", "@x", "\tx"])
def test_csv_never_holds_a_formula(cell: str) -> None:
    table = Table(caption="c", head=("a", "b"), rows=[(cell, -1.5)])
    rows = list(csv.reader(io.StringIO(table.csv())))
    assert rows[1][0].startswith("'")
    assert rows[1][1] == "-1.5"


def test_an_old_control_does_not_squeeze_the_recent_ones() -> None:
    value = payload()
    value["standoff"]["controls"][0]["effective"] = "2019-01-01"
    html = str(timeline(View(value)))
    assert "a bar at the edge began earlier" in html
    assert "From 6\u00a0May\u00a02030" in html


def test_what_has_no_date_has_no_strip() -> None:
    value = payload()
    value["standoff"]["controls"][0]["effective"] = None
    value["standoff"]["clock"][0]["date"] = None
    assert str(timeline(View(value))).count('class="bar-row"') == 3


def test_frontier_without_a_balanced_package_says_so() -> None:
    value = payload()
    value["deals"].update(nash=None, kalai_smorodinsky=None, equal_gains=None)
    html = str(frontier_figure(View(value)))
    assert "No package leaves both sides better off at the assumed security values." in html
