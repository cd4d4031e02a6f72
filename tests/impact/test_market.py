"""The market check: an event study worked by hand, its size under noise, and faults in prices."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from detente._errors import ImpactError
from detente.impact.market import (
    Prices,
    Window,
    event_days,
    market_check,
    permutation_p,
    read_prices,
)
from detente.impact.market._event_study import study_asset
from detente.impact.market._nearby import nearby

START = dt.date(2024, 1, 1)
SHORT = Window(before=1, after=1, estimation=20, gap=2, placebos=0, permutations=999)


def days(count):
    """Weekdays from a Monday on."""
    return [START + dt.timedelta(days=7 * (at // 5) + at % 5) for at in range(count)]


def priced(**returns):
    """Prices of 100 that move by logarithmic returns."""
    count = len(next(iter(returns.values()))) + 1
    return Prices(
        dates=tuple(days(count)),
        by_asset={
            name: 100 * np.exp(np.concatenate([[0.0], np.cumsum(moves)]))
            for name, moves in returns.items()
        },
    )


# --- worked by hand: twenty days, market 1 % up and down in turn, R = 0.1 % + 1.2 Rm + e ----------
#
# e = 0.4 % (+ + - -) is uncorrelated with market and constant, so OLS finds 0.001 and 1.2 exactly,
# and sigma^2 = 20 * 0.004^2 / 18. Event window: market 1 %, -2 %, 0 %; asset 1.3 %, 2.7 %, -0.9 %.
# AR = R - 0.001 - 1.2 Rm = 0.000, 0.050, -0.010; CAR = 0.040.
# var AR  = sigma^2 (1 + 1/20 + Rm^2 / 0.002)   with sum of Rm^2 = 20 * 0.01^2 = 0.002
# var CAR = sigma^2 (3 + 3^2/20 + (sum Rm)^2 / 0.002),  sum Rm = -0.01
MARKET = np.array([*np.tile([0.01, -0.01], 10), 0.0, 0.0, 0.01, -0.02, 0.0])
NOISE = np.tile([0.004, 0.004, -0.004, -0.004], 5)
ASSET = np.array([*(0.001 + 1.2 * MARKET[:20] + NOISE), 0.3, -0.3, 0.013, 0.027, -0.009])
SIGMA2 = 20 * 0.004**2 / 18


@pytest.fixture
def by_hand():
    prices = priced(A=ASSET, M=MARKET)
    return market_check(prices, [(days(26)[24],) * 2], market="M", window=SHORT).outcomes[0][0]


def test_the_market_model_worked_by_hand(by_hand):
    assert by_hand.alpha == pytest.approx(0.001, abs=1e-12)
    assert by_hand.beta == pytest.approx(1.2, abs=1e-12)
    assert by_hand.residual_sd == pytest.approx(SIGMA2**0.5, rel=1e-9)
    assert by_hand.r_squared == pytest.approx(0.0144 / (0.0144 + 0.0016), rel=1e-9)
    assert by_hand.freedom == 18
    assert by_hand.days == tuple(days(26)[23:26])
    assert (by_hand.first, by_hand.last) == (1, 1)


def test_abnormal_returns_worked_by_hand(by_hand):
    assert by_hand.abnormal == pytest.approx([0.0, 0.05, -0.01], abs=1e-12)
    assert by_hand.cumulative == pytest.approx([0.0, 0.05, 0.04], abs=1e-12)
    variance = [SIGMA2 * (1 + 1 / 20 + rm**2 / 0.002) for rm in (0.01, -0.02, 0.0)]
    assert by_hand.abnormal_se == pytest.approx(np.sqrt(variance), rel=1e-9)
    variance = SIGMA2 * (3 + 9 / 20 + 0.01**2 / 0.002)
    assert by_hand.cumulative_se[-1] == pytest.approx(variance**0.5, rel=1e-9)
    t = 0.04 / variance**0.5
    assert by_hand.p_value == pytest.approx(2 * stats.t.sf(t, 18), rel=1e-9)


def test_without_a_market_the_mean_is_the_model():
    found = market_check(priced(A=ASSET), [(days(26)[24],) * 2], window=SHORT).outcomes[0][0]
    assert (found.beta, found.r_squared, found.freedom) == (0.0, 0.0, 19)
    assert found.abnormal == pytest.approx(ASSET[22:] - 0.001, abs=1e-12)


def test_a_weekend_event_counts_on_the_next_day():
    prices, window = priced(A=ASSET, M=MARKET), Window(before=0, after=0, estimation=20, gap=0)
    saturday = dt.date(2024, 2, 3)
    assert saturday.weekday() == 5
    found = market_check(prices, [(saturday, saturday)], market="M", window=window).outcomes[0][0]
    assert found.days == (dt.date(2024, 2, 5),)


def test_permutations_ask_how_often_days_add_up_to_as_much():
    rng = np.random.default_rng(1)
    before = np.array([1.0, -1.0, 1.0, -1.0])
    p = permutation_p(before, np.array([3.0, -1.0]), draws=1, rng=rng)
    assert p in {0.5, 1.0}
    pool = np.concatenate([before, [3.0, -1.0]])
    exact = np.mean([abs(pool[i] + pool[j]) >= 2 for i in range(6) for j in range(i)])
    p = permutation_p(before, np.array([3.0, -1.0]), draws=20_000, rng=rng)
    assert p == pytest.approx(exact, abs=0.015)


def test_noise_is_called_noise_as_often_as_said():
    rng = np.random.default_rng(7)
    window = Window(before=1, after=1, estimation=40, gap=0, placebos=0, permutations=199)
    found = []
    for _ in range(200):
        market = rng.normal(0, 0.01, 43)
        returns = 1.5 * market + rng.standard_t(4, 43) * 0.01
        one = study_asset("A", days(43), returns, market, (days(43)[41],) * 2, window, rng=rng)
        found.append((one.p_value, one.permutation_p))
    for rejected in (np.array(found) < 0.1).mean(axis=0):
        assert 0.04 < rejected < 0.17


def test_a_jump_stands_out_in_every_test():
    rng = np.random.default_rng(3)
    market = rng.normal(0, 0.01, 300)
    returns = market + rng.normal(0, 0.01, 300)
    returns[280] += 0.12
    study = market_check(
        priced(A=returns, B=market + rng.normal(0, 0.01, 300), M=market),
        [(days(301)[281],) * 2],
        market="M",
        window=Window(estimation=100),
    )
    jumped, quiet = study.to_payload()["events"][0]["assets"]
    assert jumped["beyond_noise"]
    assert jumped["placebos"] > 100
    assert max(jumped[key] for key in ("p_holm", "placebo_p")) < 0.02
    assert jumped["permutation_p"] < 0.05  # draws that take the jump itself are half as large
    assert not quiet["beyond_noise"]


def test_several_events_are_corrected_averaged_and_kept_apart():
    rng = np.random.default_rng(4)
    prices = priced(A=rng.normal(0, 0.01, 300), M=rng.normal(0, 0.01, 300))
    events = [(days(301)[200],) * 2, (days(301)[260],) * 2]
    study = market_check(prices, events, market="M", seed=5)
    payload = study.to_payload()
    values = [event["assets"][0] for event in payload["events"]]
    raw = sorted(row["p_value"] for row in values)
    assert sorted(row["p_holm"] for row in values) == pytest.approx(
        [min(1, 2 * raw[0]), max(min(1, 2 * raw[0]), raw[1])]
    )
    assert payload["events"][1]["other_events_in_estimation"]
    assert not payload["events"][0]["other_events_in_estimation"]
    (together,) = payload["together"]
    assert together["mean_cumulative"] == pytest.approx(np.mean([r["cumulative"] for r in values]))
    assert together["windows_apart"]
    again = market_check(prices, events[:1], market="M", seed=5).outcomes[0][0]
    assert again.permutation_p == study.outcomes[0][0].permutation_p


def test_events_are_linked_to_the_register():
    assert event_days("london-talks") == (dt.date(2025, 6, 9), dt.date(2025, 6, 10))
    assert event_days("2025-10-09..2025-10-10")[1] == dt.date(2025, 10, 10)
    near = {one.id for one in nearby(dt.date(2025, 4, 4), dt.date(2025, 4, 4))}
    assert {"CN-2025-18", "us-tariffs-april"} <= near
    with pytest.raises(ImpactError, match="'yesterday'"):
        event_days("yesterday")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1"),
        ("Day,A\n2024-01-01,1\n", "line 1"),
        ("Date,A,A\n", "named once"),
        ("Date,A\n2024-01-01,1\n01/02/2024,2\n", "line 3: '01/02/2024' is no date"),
        ("Date,A\n2024-01-01,1\n2024-01-01,2\n", "comes twice"),
        ("Date,A\n2024-01-01,1\n2024-01-02,-2\n", "line 3: A: '-2' is no price"),
        ("Date,A\n2024-01-01,1\n2024-01-02\n", "1 cells, 2 expected"),
        ("Date,A\n2024-01-01,1\n", "a return needs two"),
    ],
)
def test_faults_in_prices_are_named_by_line(text, words, tmp_path):
    place = tmp_path / "p.csv"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(ImpactError, match=words):
        read_prices([place])


def test_common_downloads_are_read(tmp_path):
    (tmp_path / "X.csv").write_text(
        "Date,Open,High,Low,Close,Adj Close,Volume\n"
        "2024-01-02 00:00:00-05:00,1,1,1,2,1.5,0\n"
        "2024-01-03,1,1,1,2,1.6,0\n2024-01-04,,,,null,null,0\n"
    )
    (tmp_path / "Y.csv").write_text("Date,Close\n2024-01-02,5\n2024-01-03,6\n")
    (tmp_path / "Z.csv").write_text("date,P,Q\n2024-01-02,5,1\n2024-01-03,6,\n2024-01-04,6,2\n")
    prices = read_prices([tmp_path / f"{name}.csv" for name in "XYZ"])
    assert sorted(prices.by_asset) == ["P", "Q", "X", "Y"]
    assert prices.by_asset["X"][:2] == pytest.approx([1.5, 1.6])
    found, moved, _ = prices.returns("Q", "P")
    assert found == [dt.date(2024, 1, 4)]
    assert moved == pytest.approx([np.log(2)])
    with pytest.raises(ImpactError, match="come twice"):
        read_prices([tmp_path / "Y.csv", tmp_path / "Y.csv"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"estimation": 19}, "at least 20"),
        ({"after": -1}, "from 0 up"),
        ({"permutations": 10}, "at least 99"),
    ],
)
def test_windows_that_make_no_sense(change, words):
    with pytest.raises(ImpactError, match=words):
        Window(**change)


@pytest.mark.parametrize(
    ("at", "words"),
    [(25, "prices end on"), (10, "more trading days"), (40, "prices end on")],
)
def test_prices_must_cover_the_event(at, words):
    with pytest.raises(ImpactError, match=words):
        market_check(priced(A=ASSET), [(days(60)[at],) * 2], window=SHORT)


def test_prices_that_stand_still_have_no_noise():
    with pytest.raises(ImpactError, match="do not move"):
        market_check(priced(A=np.zeros(25)), [(days(26)[24],) * 2], window=SHORT)


@pytest.mark.parametrize(
    ("events", "options", "words"),
    [
        ([], {}, "at least one event"),
        ([(START, START)], {"market": "A"}, "besides the market"),
        ([(START, START)], {"assets": ["Z"]}, "no prices of Z"),
        ([(dt.date(2024, 1, 5), START)], {}, "ends before"),
    ],
)
def test_what_cannot_be_studied(events, options, words):
    with pytest.raises(ImpactError, match=words):
        market_check(priced(A=ASSET), events, **options)


@pytest.mark.shared
def test_london_did_not_move_rare_earth_shares_beyond_noise(shared):
    """What docs/methods/market.md says of April, June and October 2025."""
    folder = shared / "data/prices"
    if not folder.is_dir():
        pytest.skip("shared/data/prices is not beside this checkout")
    prices = read_prices([folder / "REMX.csv", folder / "SPY.csv"])
    events = [
        event_days(text)
        for text in ("2025-04-04", "2025-06-09..2025-06-11", "2025-10-09..2025-10-10")
    ]
    payload = market_check(prices, events, market="SPY").to_payload()
    april, london, october = (event["assets"][0] for event in payload["events"])
    assert not any(row["beyond_noise"] for row in (april, london, october))
    assert london["cumulative"] == pytest.approx(0.024, abs=0.0006)
    assert london["se"] == pytest.approx(0.042, abs=0.0006)
    assert min(london[key] for key in ("p_value", "permutation_p", "placebo_p")) > 0.4
    day = next(at for at in april["days"] if at["day"] == 0)
    assert day["abnormal"] / day["abnormal_se"] < -1.96
    near = [row["id"] for row in payload["events"][1]["around"]]
    assert {"london-talks", "london-framework"} <= set(near)


FIELDS = ("Open", "High", "Low", "Close", "Adj Close", "Volume", "Dividends", "Stock Splits")
LAYOUT = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


def body(columns, first="{:%Y-%m-%d}", count=30):
    """Rows of days; the cell of a column is its position and the row's."""
    rows = [
        ",".join([first.format(day), *(f"{10 * column + at + 1}" for column in range(columns))])
        for at, day in enumerate(days(count))
    ]
    return "\n".join(rows) + "\n"


@LAYOUT
@given(st.data())
def test_fields_of_one_asset_are_one_asset(tmp_path, data):
    others = data.draw(st.lists(st.sampled_from(FIELDS), unique=True, max_size=6))
    fields = data.draw(st.permutations(list({*others, "Close"})))
    case = data.draw(st.sampled_from([str, str.upper, str.casefold]))
    place = tmp_path / "ASSET.csv"
    place.write_text(",".join(["Date", *map(case, fields)]) + "\n" + body(len(fields)))
    prices = read_prices([place])
    best = fields.index("Adj Close" if "Adj Close" in fields else "Close")
    assert list(prices.by_asset) == ["ASSET"]
    assert prices.by_asset["ASSET"][0] == 10 * best + 1


@LAYOUT
@given(st.data())
def test_names_in_several_rows_or_with_the_kind_of_price_behind(tmp_path, data):
    tickers = data.draw(
        st.lists(st.sampled_from(["REMX", "SPY", "^GSPC", "BRK-B"]), min_size=1, unique=True)
    )
    fields = ["Close", *data.draw(st.lists(st.sampled_from(FIELDS[:3]), min_size=1, unique=True))]
    pairs = data.draw(st.permutations([(one, field) for one in tickers for field in fields]))
    layout = data.draw(st.sampled_from(["kind first", "ticker first", "two rows", "dotted"]))
    price = "Price," + ",".join(field for _, field in pairs)
    ticker = "Ticker," + ",".join(one for one, _ in pairs)
    last = "Date" + "," * len(pairs)
    head = {
        "kind first": [price, ticker, last],
        "ticker first": [ticker, price, last],
        "two rows": [price, "Date," + ",".join(one for one, _ in pairs)],
        "dotted": ["Date," + ",".join(f"{one}.{field}" for one, field in pairs)],
    }[layout]
    place = tmp_path / "f.csv"
    place.write_text("\n".join(head) + "\n" + body(len(pairs)))
    prices = read_prices([place])
    assert sorted(prices.by_asset) == sorted(tickers)
    for one in tickers:
        assert prices.by_asset[one][0] == 10 * pairs.index((one, "Close")) + 1


@LAYOUT
@given(st.integers(1, 11), st.booleans(), st.sampled_from(["+00:00", "Z", ""]))
def test_local_midnights_written_in_utc_are_their_own_days(tmp_path, offset, summer, zone):
    place = tmp_path / "A.csv"
    stamps = [
        dt.datetime.combine(day, dt.time()) - dt.timedelta(hours=offset + (summer and day.day > 9))
        for day in days(30)
    ]
    rows = "\n".join(f"{one:%Y-%m-%d %H:%M:%S}{zone},{at + 1}" for at, one in enumerate(stamps))
    place.write_text("Date,Close\n" + rows + "\n")
    assert read_prices([place]).dates == tuple(days(30))


@LAYOUT
@given(st.integers(0, 23), st.sampled_from(["-05:00", "+09:00", "+00:00"]))
def test_other_stamps_keep_the_day_they_are_written_with(tmp_path, hour, zone):
    place = tmp_path / "A.csv"
    rows = "\n".join(f"{day}T{hour:02}:00:00{zone},{at + 1}" for at, day in enumerate(days(30)))
    place.write_text("Date,Close\n" + rows + "\n")
    assert read_prices([place]).dates == tuple(days(30))


@settings(max_examples=12, deadline=None)
@given(st.integers(6, 20), st.integers(25, 50))
def test_a_halt_is_said_and_its_error_scaled(gone, at):
    rng = np.random.default_rng(gone)
    prices = priced(A=rng.normal(0, 0.01, 70), M=rng.normal(0, 0.01, 70))
    whole = market_check(prices, [(days(71)[at + gone],) * 2], market="M", window=SHORT)
    prices.by_asset["A"][at : at + gone - 1] = np.nan
    halted = market_check(prices, [(days(71)[at + gone - 1],) * 2], market="M", window=SHORT)
    found = halted.outcomes[0][0]
    assert [(one.until, one.trading_days) for one in found.halts] == [
        (days(71)[at + gone - 1], gone)
    ]
    assert whole.outcomes[0][0].halts == ()
    day = found.days.index(days(71)[at + gone - 1])
    quiet = found.abnormal_se[1 - day] if day < 2 else found.abnormal_se[0]
    assert found.abnormal_se[day] > 0.8 * gone**0.5 * quiet


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2), st.integers(1, 3))
def test_a_flat_asset_is_left_out_and_the_rest_goes_on(seed, flat):
    rng = np.random.default_rng(seed)
    names = [f"F{at}" for at in range(flat)]
    prices = priced(A=rng.normal(0, 0.01, 40), **{name: np.zeros(40) for name in names})
    payload = market_check(prices, [(days(41)[36],) * 2], window=SHORT).to_payload()
    assert [row["asset"] for row in payload["events"][0]["assets"]] == ["A"]
    assert [row["asset"] for row in payload["left_out"]] == names
    with pytest.raises(ImpactError, match="the market, F0: prices do not move"):
        market_check(prices, [(days(41)[36],) * 2], market="F0", assets=["A"], window=SHORT)
