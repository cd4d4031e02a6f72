"""The pages of years, sweep and market check in a real browser: offline, whole, nothing wrong."""

import shutil

import pytest

from detente.brief import render_market, render_sweep, render_years

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


def index(name, total):
    error = 0.3 * total
    row = {"first": 0.8 * total, "first_error": error, "total": total, "total_error": error}
    return {"name": name, "inputs": 3} | row


def sweep_page():
    loss = {"mean": 1.2, "sd": 0.4, "low": 0.3, "median": 1.1, "high": 2.5}
    indices = [index("stock_days", 0.6), index("intensity of CN-2025-18", 0.3), index("trade", 0.0)]
    parties = [("USA", "United States"), ("CHN", "China")]
    return render_sweep(
        {
            "schema": "detente.sweep/1",
            "manifest": {
                "version": "0",
                "world": "abc",
                "facts": "def",
                "samples": 8,
                "by": "kind",
                "inputs": ["a", "b"],
                "days": 90,
                "seed": 0,
            },
            "standoff": {"name": "Talks <in> London", "on": "2025-06-10"},
            "unit": "USD bn per month",
            "runs": 40,
            "parties": [
                {"party": code, "name": name, "loss": loss, "indices": indices}
                for code, name in parties
            ],
        }
    )


def market_page():
    days = [
        {"date": f"2025-06-{9 + at:02d}", "day": at - 1, "abnormal": 0.01, "abnormal_se": 0.02}
        | {"cumulative": 0.01 * (at + 1), "cumulative_se": 0.02 * (at + 1)}
        for at in range(5)
    ]
    assets = [
        {"asset": name, "cumulative": 0.05, "se": 0.1, "beyond_noise": moved, "days": days}
        | {"halts": []}
        for name, moved in (("MINES & <Co>", False), ("CHIPS", True))
    ]
    near = {"date": "2025-06-09", "kind": "talks", "id": "london-talks", "name": "London talks"}
    event = {"first": "2025-06-10", "last": "2025-06-11", "around": [near], "assets": assets}
    manifest = {"version": "0", "model": "market", "level": 0.05, "before": 1, "after": 2}
    manifest |= {"estimation": 120, "gap": 10, "permutations": 999, "placebos": 50, "seed": 0}
    return render_market(
        {
            "schema": "detente.market/1",
            "market": "INDEX",
            "left_out": [],
            "events": [
                event | {"other_events_in_estimation": []},
                event
                | {"first": "2025-07-01", "last": "2025-07-01"}
                | {"other_events_in_estimation": ["2025-06-10..2025-06-11"]},
            ],
            "together": [
                {"asset": "CHIPS", "mean_cumulative": -0.05, "se": 0.1, "p_value": 0.6}
                | {"windows_apart": False}
            ],
            "manifest": manifest,
        }
    )


def years_page():
    def at(month):
        return {"month": month, "low": 0.1, "central": 5.0 / month, "high": 9.0 / month}

    measure = {"low": -0.001, "central": 0.002, "high": 0.003}
    lasting = [{"month": 60, "real_income": measure, "first_order": measure}]
    paths = [
        {"control": control, "party": party, "role": "target", "peak_month": 1}
        | {"halved_month": 2, "by_month": [at(m) for m in range(1, 121)], "trade_model": lasting}
        for control in ("CN-1", "together")
        for party in ("USA", "CHN")
    ]
    source = {"source": "t", "edition": "e", "year": 2022, "sha256": "0"}
    controls = [{"control": "CN-1", "name": "Licences", "imposer": "CHN", "target": "USA"}]
    names = [{"party": "USA", "name": "United States"}, {"party": "CHN", "name": "China"}]
    return render_years(
        {
            "schema": "detente.years/1",
            "manifest": {
                "version": "0",
                "on": "2025-06-10",
                "months": 120,
                "draws": 2,
                "seed": 0,
                "world": source,
                "facts": {"sha256": "0"},
            },
            "standoff": {"name": "London", "parties": names, "controls": controls},
            "unit": "USD bn per month",
            "simulated_months": 12,
            "unplaced": [],
            "paths": paths,
        }
    )


PAGES = {"sweep": sweep_page, "market": market_page, "years": years_page}


@pytest.mark.parametrize("name", PAGES)
def test_names_are_escaped_and_nothing_is_fetched(name):
    page = PAGES[name]()
    assert "://" not in page
    assert "<in>" not in page
    assert "<Co>" not in page


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [("sweep", 390, "dark"), ("market", 1280, "light"), ("years", 390, "light")],
)
def test_axe_finds_nothing_and_nothing_sticks_out(browser, tmp_path, name, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    place = tmp_path / f"{name}.html"
    place.write_text(PAGES[name](), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(place.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = axe.Axe().run(page)
    told = [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]]
    assert told == []
    assert len(found.response["passes"]) > 15  # it did look
    context.close()
