"""Firm networks: the published index, closed forms, properties, and the same numbers anywhere."""

import itertools

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente._errors import ImpactError, UnknownCodeError
from detente.impact.firms import FirmNetwork, firm_scan, read_groups, read_network, systemic_risk


def plain_cascade(supplier, buyer, value, sector, kind, output, struck, *, replaceable):
    """Slow twin of the cascade: dense matrices, all firms in every step, as the equations stand."""
    count = len(sector)
    W = np.zeros((count, count))
    np.add.at(W, (supplier, buyer), value)
    out, bought = output, W.sum(axis=0)
    same = sector[:, None] == sector[None, :]
    what = kind[sector[:, None], sector[None, :]]
    rows, of, needs = [], [], []  # what a buyer cannot do without: from whom, who, how much
    for j in np.flatnonzero(bought):
        plain = what[:, j] == 1
        rows, of, needs = [*rows, plain], [*of, j], [*needs, bought[j]]
        for k in np.unique(sector):
            group = (sector == k) & (what[:, j] == 2)
            if W[group, j].sum() > 0:
                rows, of, needs = [*rows, group], [*of, j], [*needs, W[group, j].sum()]
    rows = np.array(rows)
    parts = np.divide(W, out[:, None], out=np.zeros_like(W), where=out[:, None] > 0)
    psi = np.ones(count)
    psi[list(struck)] = 0.0
    down, up = psi.copy(), psi.copy()
    for _ in range(2000):
        rest = same @ (down * out)
        sigma = np.minimum(1.0, np.divide(out, rest, out=np.ones(count), where=rest > 0))
        if not replaceable:
            sigma[:] = 1.0
        lost = (sigma * (1 - down))[:, None] * W
        new = psi.copy()
        np.minimum.at(new, of, 1 - (rows * lost[:, of].T).sum(axis=1) / needs)
        newer = np.minimum(psi, 1 - parts @ (1 - up))
        moved = max(abs(new - down).max(), abs(newer - up).max())
        down, up = np.maximum(new, 0), np.maximum(newer, 0)
        if moved < 1e-12:
            break
    share = out / out.sum()
    return share @ (1 - np.minimum(down, up)), share @ (1 - down), share @ (1 - up)


@st.composite
def networks(draw):
    firms = draw(st.integers(2, 9))
    kinds = draw(st.integers(1, 3))
    links = draw(st.integers(1, 24))
    ends = st.lists(st.integers(0, firms - 1), min_size=links, max_size=links)
    supplier, buyer = (np.array(draw(ends)) for _ in range(2))
    other = supplier == buyer
    buyer = np.where(other, (buyer + 1) % firms, buyer)
    value = np.array(draw(st.lists(st.integers(1, 9), min_size=links, max_size=links)), float)
    sector = np.array(draw(st.lists(st.integers(0, kinds - 1), min_size=firms, max_size=firms)))
    pairs = st.lists(st.integers(0, 2), min_size=kinds**2, max_size=kinds**2)
    return {
        "supplier": supplier,
        "buyer": buyer,
        "value": value,
        "output": 1.25 * np.bincount(supplier, weights=value, minlength=firms),
        "sector": sector,
        "kind": np.array(draw(pairs)).reshape(kinds, kinds),
    }


def built(parts, **more):
    return FirmNetwork.build(**parts, sectors=[str(k) for k in range(len(parts["kind"]))], **more)


@settings(deadline=None, max_examples=60)
@given(networks(), st.booleans())
def test_the_sparse_cascade_is_the_dense_one(parts, replaceable):
    found = systemic_risk(built(parts), replaceable=replaceable, tolerance=1e-12)
    for firm in range(len(parts["sector"])):
        index, down, up = plain_cascade(**parts, struck=[firm], replaceable=replaceable)
        assert found.index[firm] == pytest.approx(index, abs=1e-9)
        assert found.down[firm] == pytest.approx(down, abs=1e-9)
        assert found.up[firm] == pytest.approx(up, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(networks(), st.randoms(use_true_random=False), st.floats(0.5, 2000))
def test_neither_names_nor_units_matter(parts, random, scale):
    count = len(parts["sector"])
    order = list(range(count))
    random.shuffle(order)
    place = np.argsort(order)
    moved = parts | {
        "supplier": place[parts["supplier"]],
        "buyer": place[parts["buyer"]],
        "sector": parts["sector"][order],
        "value": parts["value"] * scale,
        "output": parts["output"][order] * scale,
    }
    one, two = (systemic_risk(built(p), tolerance=1e-9).index for p in (parts, moved))
    assert two == pytest.approx(one[order], abs=1e-7)


@settings(deadline=None, max_examples=30)
@given(networks())
def test_more_struck_firms_lose_more_and_help_from_the_market_less(parts):
    network = built(parts)
    count = len(network)
    more = [list(range(end)) for end in range(1, count + 1)]
    found = systemic_risk(network, more, replaceable=False, tolerance=1e-9).index
    assert (np.diff(found) >= -1e-9).all()
    assert found[-1] == pytest.approx(1.0)
    helped = systemic_risk(network, tolerance=1e-9).index
    alone = systemic_risk(network, replaceable=False, tolerance=1e-9).index
    own = network.output / network.output.sum()
    assert (helped <= alone + 1e-9).all()
    assert (helped >= own - 1e-9).all()
    assert (helped <= 1 + 1e-9).all()


def test_a_part_stop_of_a_chain_is_passed_on_whole():
    chain = FirmNetwork.build(
        supplier=np.array([0, 1]),
        buyer=np.array([1, 2]),
        value=np.array([1.0, 1.0]),
        sector=np.array([0, 1, 2]),
        sectors="abc",
        output=np.array([1.0, 1.0, 2.0]),
    )
    found = systemic_risk(chain, [[0], [2]], left=0.75, tolerance=1e-9)
    assert found.down == pytest.approx([0.25, 0.125])
    assert found.up == pytest.approx([0.0625, 0.25])
    assert found.index == pytest.approx([0.25, 0.25])


def test_a_rival_of_equal_size_makes_good_half_when_it_stands():
    # Two mills of one market sell the same to a baker each; one stops: sigma = s / (s + 0) = 1
    # once the other is all that is left, so nothing is replaced; with three mills it is half.
    for mills, lost in ((2, 1.0), (3, 0.5), (5, 0.25)):
        net = FirmNetwork.build(
            supplier=np.arange(mills),
            buyer=np.arange(mills, 2 * mills),
            value=np.ones(mills),
            sector=np.repeat([0, 1], mills),
            sectors=("mill", "baker"),
            output=np.ones(2 * mills),
        )
        down = systemic_risk(net, [[0]], tolerance=1e-9).down[0]
        assert down == pytest.approx((1 + lost) / (2 * mills))


# --- published --------------------------------------------------------------------------------


def example(folder, edges, firms):
    links, who = (pa_csv.read_csv(folder / name) for name in (edges, firms))
    text = who["sector"].cast(pa.string())
    links = links.rename_columns(["supplier", "buyer", "value"])
    return links, pa.table({"firm": who["firm"], "sector": text})


def network_of(folder, tmp_path, edges, firms, inputs):
    links, who = example(folder, edges, firms)
    pq.write_table(links, tmp_path / "edges.parquet")
    pq.write_table(who, tmp_path / "firms.parquet")
    return read_network(tmp_path / "edges.parquet", tmp_path / "firms.parquet", inputs=inputs)


def published(path):
    table = pa_csv.read_csv(path)
    return [np.asarray(table.columns[at]) for at in (1, 2, 3)]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("stem", "inputs", "result"),
    [
        ("example", "linear", "example_ESRI.csv"),
        ("fig1", "linear", "fig1_ESRI_ess1.csv"),
        ("fig1", "leontief", "fig1_ESRI_ess2.csv"),
    ],
)
def test_published_index_of_eleven_firms(shared, tmp_path, stem, inputs, result):
    folder = shared / "data" / "checks" / "esri"
    net = network_of(folder, tmp_path, f"{stem}_edges.csv", f"{stem}_sectors.csv", inputs)
    found = systemic_risk(net, replaceable=False)
    index, down, up = published(folder / result)
    assert len(index) == len(net) == 11
    assert found.index == pytest.approx(index, abs=1e-6)
    assert found.down == pytest.approx(down, abs=1e-6)
    assert found.up == pytest.approx(up, abs=1e-6)


@pytest.mark.shared
def test_published_index_where_every_input_is_needed(shared, tmp_path):
    folder = shared / "data" / "checks" / "esri"
    net = network_of(folder, tmp_path, "example_edges.csv", "example_sectors.csv", "leontief")
    want = [0.1, 0.5, 0.4, 0.35, 0.1, 0.3, 0.7, 0.1, 0.5, 0.4, 0.45]
    assert systemic_risk(net, replaceable=False).index == pytest.approx(want, abs=1e-6)


# --- the same anywhere ------------------------------------------------------------------------


def drawn(firms=600, links=3000, seed=3):
    random = np.random.default_rng(seed)
    supplier, buyer = random.integers(0, firms, (2, links))
    value = random.lognormal(0, 1, links)
    return FirmNetwork.build(
        supplier=supplier,
        buyer=buyer,
        value=value,
        output=1.5 * np.bincount(supplier, weights=value, minlength=firms),
        sector=random.integers(0, 12, firms),
        sectors=[str(k) for k in range(12)],
        kind=random.integers(1, 3, (12, 12)),
        country=random.integers(0, 3, firms),
        countries=("AAA", "BBB", "CCC"),
    )


def test_few_firms_and_many_take_the_same_steps():
    # A strike on one firm visits its links alone at first; one on every third reads all at once.
    random = np.random.default_rng(5)
    parts = {
        "supplier": (ends := random.integers(0, 90, (2, 300)))[0],
        "buyer": np.where(ends[0] == ends[1], (ends[1] + 1) % 90, ends[1]),
        "value": random.lognormal(0, 1, 300),
        "sector": random.integers(0, 6, 90),
        "kind": random.integers(0, 3, (6, 6)),
    }
    parts["output"] = 2 + 1.3 * np.bincount(parts["supplier"], parts["value"], minlength=90)
    strikes = [[7], list(range(0, 90, 3)), [40], [41, 7], [7]]
    found = systemic_risk(built(parts), strikes, tolerance=1e-12)
    for at, struck in enumerate(strikes):
        want = plain_cascade(**parts, struck=struck, replaceable=True)
        assert (found.index[at], found.down[at], found.up[at]) == pytest.approx(want, abs=1e-9)
    assert found.index[0] == found.index[-1]  # memory is at rest between cascades


def test_countries_add_up():
    network = drawn()
    found = systemic_risk(network, tolerance=1e-6)
    assert found.by_country.sum(axis=1) == pytest.approx(found.index)
    row = found.rows(1)[0]
    assert row["at_home"] + row["abroad"] == pytest.approx(row["index"])
    assert row["countries"] == [network.countries[network.country[np.argmax(found.index)]]]


def test_a_network_takes_the_place_of_the_world():
    network = drawn()
    found = firm_scan(network, exporters=("AAA", "BBB"), targets=("CCC", "world"))
    assert found.kind == "firms"
    assert len(found.cuts) == 2 * 12 * 2
    first = found.ranked("ratio")[0]
    members = (network.country == network.countries.index(first.cut.exporter)) & (
        network.sector == network.sectors.index(first.cut.product)
    )
    alone = systemic_risk(network, [np.flatnonzero(members).tolist()])
    assert first.owner + first.target + first.others == pytest.approx(100 * alone.index[0])
    assert first.owner >= 100 * network.output[members].sum() / network.output.sum()
    whole = {c: row for c, row in zip(found.cuts, found.losses, strict=True) if c.target == "world"}
    for cut, row in zip(found.cuts, found.losses, strict=True):
        assert cut.exporter not in cut.buyers
        twin = next(c for c in whole if (c.exporter, c.product) == (cut.exporter, cut.product))
        assert (row == whole[twin]).all()


def test_a_scan_of_firms_needs_their_countries_and_knows_its_codes(tmp_path):
    with pytest.raises(UnknownCodeError, match="ZZZ"):
        firm_scan(drawn(), exporters=("ZZZ",))
    with pytest.raises(UnknownCodeError, match="99"):
        firm_scan(drawn(), sectors=("99",))
    with pytest.raises(ImpactError, match="nothing to stop"):
        firm_scan(drawn(), exporters=("AAA",), targets=("AAA",))
    files = write(tmp_path, EDGES, "firm,sector\nmine,ore\nmill,metal\nplant,motor\n")
    with pytest.raises(ImpactError, match="no countries"):
        firm_scan(read_network(*files))


@pytest.mark.enable_socket
def test_processes_give_the_same_file_and_a_folder_is_gone_on_from(tmp_path):
    network = drawn()
    systemic_risk(network, out=tmp_path / "threads")
    told = []
    systemic_risk(network, out=tmp_path / "processes", workers=1)
    again = systemic_risk(
        network, out=tmp_path / "threads", progress=lambda done, of: told.append((done, of))
    )
    files = [tmp_path / name / "firms.parquet" for name in ("threads", "processes")]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert told == [(600, 600)]
    assert (again.index == systemic_risk(network).index).all()
    with pytest.raises(ImpactError, match="asked something else"):
        systemic_risk(network, tolerance=0.5, out=tmp_path / "threads")


# --- files ------------------------------------------------------------------------------------


def write(tmp_path, edges, firms):
    (tmp_path / "edges.csv").write_text("supplier,buyer,value\n" + edges, encoding="utf-8")
    (tmp_path / "firms.csv").write_text(firms, encoding="utf-8")
    return tmp_path / "edges.csv", tmp_path / "firms.csv"


FIRMS = "firm,sector,country\nmine,ore,AUS\nmill,metal,CHN\nplant,motor,CHN\n"
EDGES = "mine,mill,4\nmill,plant,3\nplant,plant,2\n"


def test_files_are_read(tmp_path):
    net = read_network(*write(tmp_path, EDGES, FIRMS), inputs="leontief")
    assert (len(net), net.links, net.own_links) == (3, 2, 1)
    assert net.countries == ("AUS", "CHN")
    groups = read_groups(tmp_path / "firms.csv", ["country"])
    assert {name: at.tolist() for name, at in groups.items()} == {"AUS": [0], "CHN": [1, 2]}
    found = systemic_risk(net, {"CHN": [1, 2], "AUS": [0]})
    assert found.names == ("CHN", "AUS")
    assert found.rows()[0]["firms"] == 2
    kinds = tmp_path / "kinds.csv"
    kinds.write_text("supplier_sector,buyer_sector,kind\nore,metal,none\nno,no,essential\n")
    free = read_network(tmp_path / "edges.csv", tmp_path / "firms.csv", inputs=kinds)
    assert systemic_risk(free, [[0]]).down[0] == pytest.approx(4 / 7)


@pytest.mark.parametrize(
    ("edges", "firms", "message"),
    [
        ("mine,mall,4\n", FIRMS, "row 1: buyer mall is not in the table of firms"),
        ("mine,mill,-4\n", FIRMS, "row 1: value is -4"),
        ("mine,mill,much\n", FIRMS, "row 1: value is 'much'"),
        ("mine,mill,\n", FIRMS, "row 1: value is empty"),
        ("", FIRMS, "no rows"),
        (EDGES, "firm\nmine\n", "no column sector"),
        (EDGES, FIRMS + "mine,ore,AUS\n", "firm mine has more than one row"),
        ("1,2,4\n", FIRMS, "name both alike|not in the table"),
        ("mine,mine,4\n", FIRMS, "no firm sells anything"),
    ],
)
def test_wrong_files_are_refused(tmp_path, edges, firms, message):
    with pytest.raises(ImpactError, match=message):
        read_network(*write(tmp_path, edges, firms))


def test_wrong_kinds_and_places_are_refused(tmp_path):
    files = write(tmp_path, EDGES, FIRMS)
    with pytest.raises(ImpactError, match="give linear, leontief or a CSV"):
        read_network(*files, inputs=tmp_path / "no.csv")
    bad = tmp_path / "kinds.csv"
    bad.write_text("supplier_sector,buyer_sector,kind\nore,metal,vital\n")
    with pytest.raises(ImpactError, match=r"row 1: kind is .vital."):
        read_network(*files, inputs=bad)
    with pytest.raises(ImpactError, match=r"give \.parquet, \.csv or \.xlsx"):
        read_network(tmp_path / "edges.txt", files[1])
    with pytest.raises(ImpactError, match=r"no\.csv"):
        read_network(tmp_path / "no.csv", files[1])


@pytest.mark.parametrize(
    ("scenarios", "asked", "message"),
    [
        ([], {}, "no scenario"),
        ([[]], {}, "at least one firm"),
        ([[0, 0]], {}, "each once"),
        ([[600]], {}, "not among"),
        ([[0]], {"left": 1.0}, "left 1"),
        ([[0]], {"tolerance": 0.0}, "tolerance 0"),
        ([[0]], {"workers": 0}, "workers is 0"),
    ],
)
def test_wrong_scenarios_are_refused(scenarios, asked, message):
    with pytest.raises(ImpactError, match=message):
        systemic_risk(drawn(), scenarios, **asked)


NAMES = st.one_of(
    st.from_regex(r"0{1,3}[0-9]{1,3}", fullmatch=True),
    st.from_regex(r"[1-9]E[0-9]", fullmatch=True),
    st.integers(10**17, 10**18).map(str),
    st.sampled_from(["NA", "null", "NaN", "true", "2024-01-01", "1.0", "1", "01", "inf"]),
)
"""Names that a reader of numbers, dates or missing values would retype or merge."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_codes_stay_texts_in_every_file(tmp_path, data):
    firms = data.draw(st.lists(NAMES, min_size=3, max_size=6, unique=True))
    sectors = data.draw(st.lists(NAMES, min_size=len(firms), max_size=len(firms)))
    sold = list(itertools.pairwise(firms))
    who = pa.table({"firm": firms, "sector": sectors})
    links = pa.table(
        {
            "supplier": [pair[0] for pair in sold],
            "buyer": [pair[1] for pair in sold],
            "value": [1.0 + at for at in range(len(sold))],
        }
    )
    kind = data.draw(st.sampled_from(["csv", "plain", "dictionary", "view", "large"]))
    paths = [tmp_path / f"{name}.{'csv' if kind == 'csv' else 'parquet'}" for name in "ef"]
    for path, table in zip(paths, (links, who), strict=True):
        if kind == "csv":
            rows = zip(*table.to_pydict().values(), strict=True)
            lines = [",".join(table.column_names), *(",".join(map(str, row)) for row in rows)]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        else:
            to = {
                "plain": pa.string(),
                "dictionary": pa.dictionary(pa.int32(), pa.string()),
                "view": pa.string_view(),
                "large": pa.large_string(),
            }[kind]
            texts = [n for n in table.column_names if n != "value"]
            cast = {n: table[n].cast(to) if n in texts else table[n] for n in table.column_names}
            pq.write_table(pa.table(cast), path)
    net = read_network(*paths)
    assert [str(name) for name in net.firms] == firms
    assert net.sectors == tuple(dict.fromkeys(sectors))
    assert net.links == len(sold)
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        f"supplier_sector,buyer_sector,kind\n{sectors[0]},{sectors[1]},essential\n",
        encoding="utf-8",
    )
    read_network(*paths, inputs=pairs)
    pairs.write_text("supplier_sector,buyer_sector,kind\nno,such,essential\n", encoding="utf-8")
    with pytest.raises(ImpactError, match="no row names two sectors"):
        read_network(*paths, inputs=pairs)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_column_twice_is_one_line(tmp_path, data):
    name = data.draw(st.sampled_from(["firm", "sector", "output", "country", "market"]))
    head = ["firm", "sector", "output", "country", "market", name]
    head = data.draw(st.permutations(head))
    path = tmp_path / "f.csv"
    path.write_text(",".join(head) + "\n" + ",".join(["1"] * len(head)) + "\n")
    (tmp_path / "e.csv").write_text("supplier,buyer,value\n1,1,4\n")
    with pytest.raises(ImpactError, match=f"column {name} comes twice"):
        read_network(tmp_path / "e.csv", path)


def test_sectors_of_inputs_are_spelt_as_in_the_table_of_firms(tmp_path):
    files = write(tmp_path, "mine,mill,4\n", "firm,sector\nmine,01\nmill,26\n")
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("supplier_sector,buyer_sector,kind\n1,26,essential\n")
    with pytest.raises(ImpactError, match="1 is no sector of the firms, 01 is"):
        read_network(*files, inputs=pairs)
