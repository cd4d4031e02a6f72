"""The desk: what files may hold, what is exposed, and stops in closed form."""

import csv
import datetime as dt
import json
import re

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente._errors import ImpactError
from detente.brief import render_desk
from detente.cli import main
from detente.controls import Figure, Standoff
from detente.controls import Party as Side
from detente.controls import TabledControl as Tabled
from detente.facts import HS_EDITION, load_facts
from detente.impact.desk import desk, read_parts
from detente.impact.desk._lines import Exposed, run_line, stock_out

ON = dt.date(2026, 1, 5)
HEAD = ["part", "good", "country", "stock_days", "line", "margin_per_day"]


def written(tmp_path, rows, head=HEAD):
    path = tmp_path / "parts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def standoff(intensity=(1.0, 1.0, 1.0), effective=ON, goods=("gallium",)):
    low, central, high = intensity
    return Standoff(
        name="A cut",
        on=ON,
        parties=[Side(party="CHN", name="China"), Side(party="DEU", name="Germany")],
        controls=[
            Tabled(
                control="cut",
                name="The cut",
                imposer="CHN",
                target="DEU",
                goods=list(goods),
                effective=effective,
                intensity=Figure(low=low, central=central, high=high),
            )
        ],
    )


def still(good="gallium"):
    """Facts in which nothing goes by third countries and nobody steps in; thirty days' way."""
    facts = load_facts()
    fixed = {"transit_days": 30, "diversion_share": 0, "spare_capacity": 0}
    rows = [
        row.model_copy(update=dict.fromkeys(("low", "value", "high"), fixed[row.parameter]))
        if row.good == good and row.parameter in fixed
        else row
        for row in facts.good_parameters
    ]
    return facts.with_rows(good_parameters=rows)


def run(path, **changes):
    said = {"party": "DEU", "standoffs": [standoff()], "facts": still(), "draws": 4}
    return desk(path, **(said | changes)).to_payload()


def test_a_line_stops_when_way_and_stock_are_used_up(tmp_path):
    (case,) = run(written(tmp_path, [["a", "gallium", "CHN", 20, "L", 1000]]))["cases"]
    (line,) = case["lines"]
    # blocked from day 0, missed from day 30 on; 20 days' stock covers days 30 to 49
    assert line["stop"]["days"] == {"low": 50, "central": 50, "high": 50}
    assert line["stop"]["date"]["central"] == (ON + dt.timedelta(50)).isoformat()
    assert line["days_of_output_lost"]["central"] == 366 - 50
    assert line["cost"]["central"] == pytest.approx(1000 * (366 - 50), rel=1e-3)
    (part,) = case["parts"]
    assert part["value_of_a_day"]["central"] == 1000
    assert part["match"] == "named"


def test_a_cut_that_began_before_is_felt_sooner(tmp_path):
    path = written(tmp_path, [["a", "gallium", "CHN", 20, "L", 1000]])
    earlier = standoff(effective=ON - dt.timedelta(10))
    (case,) = run(path, standoffs=[earlier])["cases"]
    assert case["lines"][0]["stop"]["days"]["central"] == 40
    later = standoff(effective=ON + dt.timedelta(10))
    (case,) = run(path, standoffs=[later])["cases"]
    assert case["lines"][0]["stop"]["days"]["central"] == 60


def test_half_the_need_lasts_twice_as_long_and_halves_the_line(tmp_path):
    rows = [["a", "gallium", "CHN", 20, "L", 1000], ["a", "gallium", "JPN", 20, "L", 1000]]
    (case,) = run(written(tmp_path, rows))["cases"]
    (line,) = case["lines"]
    assert line["stop"]["days"]["central"] == 30 + 40
    assert line["least_rate"]["central"] == 0.5
    assert [s["share"] for s in case["parts"][0]["suppliers"]] == [0.5, 0.5]


def test_a_small_cut_slows_and_does_not_stop(tmp_path):
    path = written(tmp_path, [["a", "gallium", "CHN", 5, "L", 1000]])
    (case,) = run(path, standoffs=[standoff((0.1, 0.1, 0.1))])["cases"]
    assert case["lines"][0]["stop"]["days"]["central"] is None
    assert case["lines"][0]["stop"]["share_of_draws"] == 0
    assert case["lines"][0]["least_rate"]["central"] == pytest.approx(0.9)


def test_only_the_part_that_holds_the_line_is_worth_a_day(tmp_path):
    rows = [["a", "gallium", "CHN", 20, "L", 500], ["b", "gallium", "CHN", 60, "L", 500]]
    (case,) = run(written(tmp_path, rows))["cases"]
    worth = {part["part"]: part["value_of_a_day"]["central"] for part in case["parts"]}
    assert worth == {"a": 500, "b": 0}
    assert case["lines"][0]["held_by"] == ["a"]
    assert [row["part"] for row in case["stock_first"]] == ["a"]


def test_a_substitute_ends_the_stop_after_its_lead_time(tmp_path):
    head = [*HEAD, "substitutes", "lead_time_days"]
    rows = [["a", "gallium", "CHN", 20, "L", 1000, "b2", 90]]
    (case,) = run(written(tmp_path, rows, head))["cases"]
    assert case["lines"][0]["days_of_output_lost"]["central"] == 90 - 50


def test_an_unknown_stock_is_the_class_and_an_unknown_margin_no_zero(tmp_path):
    (case,) = run(written(tmp_path, [["a", "gallium", "CHN", "NA", "L", ""]]))["cases"]
    (part,) = case["parts"]
    stock = load_facts().parameter("gallium", "stock_days", "DEU").value
    assert part["stock_days"] is None
    assert part["stock_from"] == "class of gallium"
    assert part["runs_out"]["days"]["central"] == 30 + int(stock)
    assert part["value_of_a_day"] is None
    assert case["lines"][0]["cost"] is None


def test_an_unknown_stock_is_what_the_standoff_says_of_the_party(tmp_path):
    path = written(tmp_path, [["a", "gallium", "CHN", "", "L", ""]])
    said = {"DEU": {"gallium": {"low": 10, "central": 10, "high": 10}}}
    stocked = Standoff.model_validate(standoff().model_dump() | {"stocks": said})
    (case,) = run(path, standoffs=[stocked])["cases"]
    assert case["parts"][0]["runs_out"]["days"]["central"] == 30 + 10


def test_inputs_of_a_supplier_count_too(tmp_path):
    path = written(tmp_path, [["m", "ndfeb-magnet", "JPN", 10, "L", 1000]])
    aimed = standoff(goods=("dysprosium",))
    aimed = aimed.model_copy(
        update={
            "controls": [aimed.controls[0].model_copy(update={"target": "JPN"})],
            "parties": [*aimed.parties, Side(party="JPN", name="Japan")],
        }
    )
    (case,) = run(path, standoffs=[aimed], facts=load_facts())["cases"]
    (part,) = case["parts"]
    assert part["inputs"] == ["dysprosium"]
    assert 0 < part["missing"]["central"] < 1


def test_a_shared_customs_code_is_no_sure_match(tmp_path):
    head = ["part", "hs", "country", "stock_days", "line"]
    rows = [["a", "2804.29", "CHN", 5, "L"], ["b", "850511", "CHN", 5, "M"]]
    payload = run(written(tmp_path, rows, head), standoffs=[standoff(goods=("neon",))])
    (case,) = payload["cases"]
    assert [(p["part"], p["match"], p["candidates"] > 1) for p in case["parts"]] == [
        ("a", "shared code", True)
    ]
    assert case["lines"][0]["stop_on_sure_matches"] is None
    assert payload["parts"]["matched"] == 2


def test_texts_stay_texts_in_every_kind_of_file(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    rows = [["0012", "NA", "7"], ["NA", "NAM", "NA"]]
    head = ["Part", "Country", "Stock days"]
    data = {"part": ["0012", "NA"], "country": ["NA", "NAM"], "stock_days": [7.0, None]}
    pq.write_table(pa.table(data | {"good": ["gallium"] * 2}), tmp_path / "p.parquet")
    book = openpyxl.Workbook()
    for row in [[*head, "Good"], *[[*row, "gallium"] for row in rows]]:
        book.active.append(row)
    book.save(tmp_path / "p.xlsx")
    written(tmp_path, [[*row, "gallium"] for row in rows], [*head, "Good"])
    facts = load_facts()
    found = [
        read_parts(tmp_path / name, facts).units for name in ("parts.csv", "p.parquet", "p.xlsx")
    ]
    assert found[0] == found[1] == found[2]
    assert [(u.part, u.sources[0].country, u.stock_days) for u in found[0]] == [
        ("0012", "NAM", 7.0),
        ("NA", "NAM", None),
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["a", "gallium", "Atlantis", 1, "L", 1], "row 1: country: unknown party 'Atlantis'"),
        (["a", "gallium", "", 1, "L", 1], "row 1: country: is empty"),
        (["a", "gallium", "CHN", -1, "L", 1], "row 1: stock_days: '-1' is not a number from 0 up"),
        (["a", "gallium", "CHN", "1,5", "L", 1], "row 1: stock_days: '1,5' is not a number"),
        (["", "gallium", "CHN", 1, "L", 1], "row 1: part is empty"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path, row, says):
    with pytest.raises(ImpactError) as error:
        read_parts(written(tmp_path, [row]), load_facts())
    assert says in str(error.value)


def test_rows_that_disagree_are_named(tmp_path):
    one = ["a", "gallium", "CHN", 1, "L", 1]
    for other, says in (
        (["b", "gallium", "CHN", 1, "L", 2], "a line has one margin"),
        (["a", "gallium", "CHN", 3, "L", 1], "an earlier row of the same part and line has 1"),
        (["a", "neon", "CHN", 1, "L", 1], "rows of one part say gallium and neon"),
    ):
        with pytest.raises(ImpactError, match=says):
            read_parts(written(tmp_path, [one, other]), load_facts())
    head = ["part", "hs", "country"]
    with pytest.raises(ImpactError, match="a leading zero may be lost"):
        read_parts(written(tmp_path, [["a", "28042", "CHN"]], head), load_facts())
    with pytest.raises(ImpactError, match="no column hs, good or code"):
        read_parts(written(tmp_path, [["a", "CHN"]], ["part", "country"]), load_facts())


def test_words_that_no_table_knows_are_told(tmp_path):
    payload = run(written(tmp_path, [["a", "unobtainium", "CHN", 1, "L", 1]]))
    assert list(payload["parts"]["unknown_words"]) == ["unobtainium"]
    assert payload["parts"]["without_good"] == 1


def test_what_is_not_read_or_contradicts_itself_is_told(tmp_path):
    head = ["part", "country", "good", "code", "hs", "stock_day"]
    rows = [
        ["a", "CHN", "gallium", "3B001", "", 5],
        ["b", "CHN", "gallium", "", "8542.31", ""],
        ["c", "CHN", "gallium", "3C999", "", ""],
        ["d", "CHN", "", "", "", ""],
    ]
    told = run(written(tmp_path, rows, head))["parts"]
    assert list(told["disagreements"]) == ["gallium 3B001", "gallium 854231"]
    assert told["columns_not_read"] == ["stock_day"]
    assert told["unnamed"] == 1
    assert told["matched"] == 3


def test_a_part_is_no_substitute_for_itself(tmp_path):
    path = written(tmp_path, [["a", "gallium", "CHN", "b; a"]], [*HEAD[:3], "substitutes"])
    with pytest.raises(ImpactError, match="row 1: substitutes: 'a' stands for itself"):
        read_parts(path, load_facts())


def test_days_and_money_are_never_cut_in_two(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    row = ["a magnet with a long name", "ndfeb-magnet", "CHN", 30, "the long line", 500_000]
    words = ["--party", "DEU", "--on", "2025-06-10", "--draws", "2"]
    with pytest.raises(SystemExit) as exit_:
        main(["desk", str(written(tmp_path, [row])), *words])
    assert not exit_.value.code
    said = capsys.readouterr().out
    assert len(re.findall(r"\b2025-\d\d-\d\d\b", said)) >= 6
    assert not re.search(r"\d,\d{0,2}\s|\b202\d-\d?\s|\b202\d-\d\d-\d?\s", said)


def test_the_command_and_its_page(tmp_path, capsys):
    path = written(tmp_path, [["<b>", "ndfeb-magnet", "PRC", 20, "L", 1000]])
    words = ["desk", str(path), "CN-2025-18", "--party", "Germany", "--on", "2025-06-10"]
    with pytest.raises(SystemExit) as exit_:
        main([*words, "--json", "--draws", "4", "--html", str(tmp_path / "d.html")])
    assert not exit_.value.code
    payload = json.loads(capsys.readouterr().out)
    assert payload["schema"] == "detente.desk/1"
    assert payload["cases"][0]["controls"][0]["control"] == "CN-2025-18"
    page = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert page == render_desk(payload)
    assert "<b>" not in page
    assert "&lt;b&gt; (L)" in page
    with pytest.raises(SystemExit) as exit_:
        main([*words, "--draws", "4"])
    assert not exit_.value.code
    printed = capsys.readouterr().out
    assert "Stock first" in printed
    (part,) = payload["cases"][0]["parts"]
    good = load_facts().good("ndfeb-magnet")
    assert (part["hs6"], part["hs_edition"]) == (list(good.hs6), HS_EDITION)
    for said in (page, printed):
        assert f"HS {HS_EDITION} {good.hs6[0]}" in " ".join(said.split())


DAYS = 40
SHARES = st.lists(st.floats(0, 1, width=32), min_size=DAYS, max_size=DAYS)


@given(st.lists(st.tuples(SHARES, st.floats(0, 50)), min_size=1, max_size=4))
def test_a_line_runs_on_its_scarcest_part_and_stock_only_helps(parts):
    def exposed(more):
        return [
            Exposed(
                place=place,
                missing=np.array([missing, missing], dtype=np.float32),
                stock=np.full((1, 1), stock + more, dtype=np.float32),
                from_day=None,
            )
            for place, (missing, stock) in enumerate(parts)
        ]

    run_ = run_line(exposed(0))
    alone = np.min([part.met()[0] for part in exposed(0)], axis=0)
    assert np.allclose(run_.rate[0], alone)
    more = run_line(exposed(3))
    assert (more.lost <= run_.lost + 1e-4).all()
    assert (more.stops >= run_.stops).all()
    for place, saved in run_.next_day.items():
        others = exposed(0)
        others[place] = exposed(1)[place]
        assert saved == pytest.approx(run_.lost - run_line(others).lost, abs=1e-3)
    assert (stock_out(exposed(3)[0]) >= stock_out(exposed(0)[0])).all()
