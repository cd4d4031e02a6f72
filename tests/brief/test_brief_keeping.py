"""The ladder of steps, what each side gives and gets, and the words on who keeps a deal."""

import re

import pytest
from sample import bare, payload

from detente.brief import Brief
from detente.brief.charts import gives_by_control, gives_figure, ladder_steps, schedule_figure
from detente.brief.deal import deal_answer, render_deal
from detente.brief.html import worth_knowing
from detente.brief.view import View


@pytest.fixture
def view():
    return View(payload())


def test_moves_stand_under_their_step(view):
    steps = ladder_steps(view.payload["deals"]["schedule"])
    assert [(date, len(rungs)) for date, rungs in steps] == [("2031-03-10", 2), ("2031-04-10", 1)]
    drawn = schedule_figure(view)
    assert drawn.count("<h4>Step ") == 2
    assert "10 March 2031" in drawn.replace("\u00a0", " ")
    assert drawn.count("load, do not unload") == 3  # the row, the drawing's title, the download
    assert "25% → 100%" in drawn


def test_bars_of_the_ladder_go_from_share_to_share(view):
    row = schedule_figure(view).split("<h4>Step 2")[1]
    before, after = (
        tuple(
            map(
                float,
                re.search(rf'x="([\d.]+)"[^>]*width="([\d.]+)"[^>]*class="{name}', row).groups(),
            )
        )
        for name in ("fill planned p", r"fill p\d")
    )
    assert before[0] + before[1] == pytest.approx(after[0], abs=0.2)
    assert before[1] / after[1] == pytest.approx(0.25 / 0.75, rel=0.01)


def test_gives_and_gets_add_up_over_the_moves(view):
    worth = gives_by_control(view)
    assert worth["BBB"]["BB-2031-01"] == pytest.approx(-0.28)
    assert worth["AAA"]["BB-2031-01"] == pytest.approx(1.05)
    assert worth["AAA"]["AA-2031-02"] == pytest.approx(-0.4)
    drawn = gives_figure(view)
    assert "Arland gets $1.0\u00a0bn and gives $400\u00a0m a month" in drawn
    page = drawn.split("data:image")[0]
    assert page.count("mean of the horizon") == 4  # row and title, two parties


def test_without_a_deal_each_says_so():
    view = View(bare())
    for figure in (schedule_figure(view), gives_figure(view)):
        assert "There is no deal at central values" in figure
        assert "<svg" not in figure
    assert gives_by_control(view) == {}
    assert worth_knowing(view) == []
    html = Brief(payload=bare()).html()
    assert "Which promise breaks first" not in html
    assert "What can go wrong" not in html


def test_only_what_matters_is_worth_knowing(view):
    assert [row["kind"] for row in worth_knowing(view)] == ["security", "loss"]
    rows = view.payload["deals"]["value_of_information"]
    rows[:2] = [dict(rows[0], gain=0.001)] * 2
    html = Brief(payload=view.payload).html()
    assert "No single unknown" in html


def test_the_deals_stand_alone(view):
    value = view.payload
    html = render_deal(value["standoff"], value["deals"], value["manifest"], disagreement="Stays.")
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert html.count("<figure") == 4
    assert "<script" not in html
    assert [topic for topic, _ in deal_answer(view)] == [
        "Is there a deal",
        "The balanced one",
        "Who moves when",
        "Breaks first",
        "Risk",
    ]
