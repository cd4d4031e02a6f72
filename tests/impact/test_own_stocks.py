"""Stock days of the analyst in place of the tables'."""

import pytest

from detente import DetenteError
from detente.controls import Figure
from detente.facts import load_facts
from detente.impact import LIFTED, Study, simulate_package
from detente.impact.goods.own_stocks import with_stocks

OWN = Figure(low=300, central=400, high=500)


def test_nothing_stated_leaves_the_tables(london):
    facts = load_facts()
    assert with_stocks(facts, london) is facts


def test_a_stated_stock_holds_in_every_region(london):
    london.stocks = {"ndfeb-magnet": OWN}
    facts = with_stocks(load_facts(), london)
    for region in ("*", "USA", "CHN"):
        row = facts.parameter("ndfeb-magnet", "stock_days", region)
        assert (row.low, row.value, row.high) == (300, 400, 500)
    assert facts.source(row.source).evidence == "judgement"
    other = load_facts().parameter("ethane", "stock_days")
    assert facts.parameter("ethane", "stock_days") == other


def test_an_unknown_good_is_refused(london):
    london.stocks = {"unobtainium": OWN}
    with pytest.raises(DetenteError, match="unobtainium"):
        with_stocks(load_facts(), london)


def test_the_engine_uses_it(london):
    london.stocks = {"ndfeb-magnet": OWN}
    study = Study(london, days=31, draws=1)
    good = study.model.goods.index("ndfeb-magnet")
    assert (study.model.stock_days[good, :, 0] == 400).all()


def test_a_package_simulated_exactly(london):
    impact = simulate_package(london, {"CN-2025-18": 1.0}, days=31, draws=1)
    assert impact.draws("USA", "together").shape == (2,)
    assert impact.draws("CHN", "together")[0] > impact.draws("CHN", LIFTED)[0]
    with pytest.raises(DetenteError):
        simulate_package(london, {"CN-2025-18": 1.5}, days=31, draws=1)
    with pytest.raises(DetenteError):
        simulate_package(london, {"nothing": 1.0}, days=31, draws=1)


def test_a_party_s_own_stock_stands_before_that_of_all(london):
    lean = Figure(low=5, central=10, high=15)
    london.stocks = {"ndfeb-magnet": OWN, "USA": {"ndfeb-magnet": lean}}
    assert type(london).from_toml_text(london.to_toml()) == london
    facts = with_stocks(load_facts(), london)
    days = {r: facts.parameter("ndfeb-magnet", "stock_days", r).value for r in ("USA", "CHN", "*")}
    assert days == {"USA": 10, "CHN": 400, "*": 400}
    study = Study(london, days=31, draws=1)
    good, usa = study.model.goods.index("ndfeb-magnet"), study.world.region_index("USA")
    assert study.model.stock_days[good, usa, 0] == 10


@pytest.mark.parametrize(
    ("stocks", "words"),
    [
        ({"CHN": {"ndfeb-magnet": {"low": 9.0, "central": 3.0, "high": 4.0}}}, "stocks.CHN.ndfeb"),
        ({"JPN": {"ndfeb-magnet": OWN.model_dump()}}, "JPN, which is not a party"),
        ({"CHN": {"ndfeb-magnet": {**OWN.model_dump(), "low": 0.0}}}, "'ndfeb-magnet' of CHN"),
    ],
)
def test_a_wrong_stock_is_refused_in_one_line(london, stocks, words):
    import tomli_w

    plain = london.model_dump(mode="json", exclude_none=True) | {"stocks": stocks}
    with pytest.raises(DetenteError, match=words):
        type(london).from_toml_text(tomli_w.dumps(plain))
