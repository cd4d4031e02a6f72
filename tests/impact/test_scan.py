"""Scans: what is cut, the same numbers wherever they run, and going on after an interruption."""

import json
import os
import signal
import subprocess
import sys
import time

import dask
import numpy as np
import pyarrow.parquet as pq
import pytest
from distributed import LocalCluster

from detente._errors import ImpactError, UnknownCodeError
from detente.controls import Figure, Standoff, TabledControl
from detente.facts import load_facts
from detente.impact import DeliveryCut, disrupt, simulate
from detente.impact.scan import Store, run_blocks, scan
from detente.impact.scan._cuts import all_cuts, good_cuts
from detente.impact.scan._static import static_losses
from detente.world import World

REGIONS = 27
SMALL = {"exporters": ("CHN", "USA"), "targets": ("USA", "CHN"), "days": 10}


@pytest.fixture(scope="module")
def small():
    return scan(**SMALL)


def test_cuts_are_the_exports_of_the_table():
    world = World.load()
    cuts = all_cuts(world, targets=("world", "USA"))
    assert len(set(cuts)) == len(cuts)
    assert not any(cut.exporter == cut.target for cut in cuts)
    assert len(all_cuts(world, exporters=("CHN",), sectors=("C26",), targets=("USA",))) == 1


def test_unknown_codes_and_nothing_left():
    with pytest.raises(UnknownCodeError, match="ZZZ"):
        scan(exporters=("ZZZ",))
    with pytest.raises(ImpactError, match="nothing to cut"):
        scan(exporters=("USA",), targets=("USA",))
    with pytest.raises(ImpactError, match="at least 31, got 30"):
        scan(goods=(), days=30)
    with pytest.raises(ImpactError, match="workers is 0"):
        scan(**SMALL, workers=0)


def test_a_cut_is_the_disruption_of_its_own(small):
    row = next(
        at
        for at, cut in enumerate(small.cuts)
        if (cut.exporter, cut.product, cut.target) == ("CHN", "C27", "USA")
    )
    cut = DeliveryCut(suppliers="CHN C27", users=("USA *",), share=1.0)
    alone = disrupt(World.load(), [[cut], [cut]], days=10).daily_loss.mean(axis=1)[:, 0]
    assert small.losses[row] == pytest.approx(alone, rel=1e-5, abs=1e-9)


def test_ranks_and_ratios(small):
    rows = small.ranked("target")
    assert [one.target for one in rows] == sorted((one.target for one in rows), reverse=True)
    assert rows[0].ratio == pytest.approx(rows[0].target / rows[0].owner)
    whole = small.losses.sum()
    assert sum(one.target + one.owner + one.others for one in rows) == pytest.approx(whole)
    assert small.to_payload(least=rows[3].target)["rows"][-1]["target_loss"] == rows[3].target


def test_static_by_hand():
    world = World.load()
    (cut,) = all_cuts(world, exporters=("CHN",), sectors=("C26",), targets=("USA",))
    node, usa = world.index("CHN", "C26"), world.region_slice("USA")
    bought = world.flows[node, usa]
    total = world.flows[world.sector_indices("C26")][:, usa].sum(axis=0)
    part = np.divide(bought, total, out=np.zeros_like(total), where=total > 0)
    costs = (total * -np.log(1 - part) / 0.76).sum() / 12_000
    inverse = np.linalg.inv(np.eye(world.n) - world.technical_coefficients())
    unearned = world.value_added_share() * inverse[:, node] * bought.sum() / 12_000
    losses = static_losses(world, [cut], theta=0.76)[0]
    assert losses[world.region_index("USA")] == pytest.approx(costs + unearned[usa].sum())
    china = world.region_slice("CHN")
    assert losses[world.region_index("CHN")] == pytest.approx(unearned[china].sum())


def test_what_buyers_lose_goes_with_one_over_theta():
    world = World.load()
    (cut,) = all_cuts(world, exporters=("CHN",), sectors=("C26",), targets=("USA",))
    usa = world.region_index("USA")
    one, two, four = (static_losses(world, [cut], theta=t)[0, usa] for t in (1.0, 2.0, 4.0))
    assert one - four == pytest.approx(1.5 * (one - two))


# --- goods ------------------------------------------------------------------------------------


def test_goods_are_cut_off_by_their_suppliers():
    facts, world = load_facts(), World.load()
    cuts = good_cuts(world, facts=facts, targets=("each", "world"))
    pairs = {(cut.exporter, cut.product) for cut in cuts}
    assert len(cuts) == len(pairs) * REGIONS  # every other region, and the world
    assert ("CHN", "gallium") in pairs
    assert ("FRA", "gallium") not in pairs
    assert {good for _, good in pairs} == {row.good for row in facts.goods}


def test_a_good_cut_off_is_the_simulated_ban():
    found = scan(goods=("gallium",), exporters=("CHN",), targets=("USA", "EU", "world"), days=62)
    on = max(row.as_of for row in load_facts().supply_shares)
    full = Figure(low=1.0, central=1.0, high=1.0)
    ban = TabledControl(
        control="ban",
        name="ban",
        imposer="CHN",
        target="USA",
        goods=["gallium"],
        effective=on,
        intensity=full,
    )
    impact = simulate(Standoff(name="ban", on=on, controls=[ban]), days=62, draws=1)
    usa, china = (found.regions.index(code) for code in ("USA", "CHN"))
    for region, code in ((usa, "USA"), (china, "CHN")):
        want = impact.loss(code, "ban").total.central
        assert want > 0
        assert found.losses[0, region] == pytest.approx(want, rel=0.01)
    union = next(cut for cut in found.cuts if cut.target == "EU")
    assert set(union.buyers) == {"DEU", "FRA", "ITA", "NLD", "XEU"}
    assert found.losses[2, usa] >= found.losses[0, usa]
    assert (found.losses[2] > 0).sum() > 5


def test_what_else_is_scanned_does_not_matter():
    asked = {"goods": ("gallium",), "exporters": ("CHN",), "days": 31}
    alone = scan(**asked, targets=("JPN",))
    among = scan(**asked, targets=("USA", "JPN", "world"))
    assert (alone.losses[0] == among.losses[1]).all()


def test_one_party_can_be_ranked_for(small):
    rows = small.ranked("party", party="DEU")
    assert [one.party for one in rows] == sorted((one.party for one in rows), reverse=True)
    with pytest.raises(UnknownCodeError, match="XYZ"):
        small.ranked("party", party="XYZ")


def test_goods_have_no_sectors():
    with pytest.raises(ImpactError, match="takes no sectors"):
        scan(goods=(), sectors=("C26",))
    with pytest.raises(ImpactError, match="nothing to cut"):
        scan(goods=("gallium",), exporters=("FRA",))


# --- interruptions ----------------------------------------------------------------------------

ASKED = {"exporters": ("CHN", "USA", "JPN"), "targets": ("USA", "CHN", "DEU"), "days": 8}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The Parquet of a scan that ran through, in threads."""
    place = tmp_path_factory.mktemp("undisturbed")
    scan(**ASKED, out=place / "scan")
    return (place / "scan" / "scan.parquet").read_bytes()


def killed(process):
    process.kill()  # SIGKILL
    process.wait()


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers as stock Dask starts them; processes by name."""
    place = tmp_path / "scheduler.json"
    at = ["--scheduler-file", str(place)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    address = ["--host", "127.0.0.1", "--no-dashboard"]
    running = {
        "scheduler": subprocess.Popen([*dask, "scheduler", *at, "--port", "0", *address], **quiet)
    }
    limit = time.monotonic() + 60
    while not place.exists() and time.monotonic() < limit:
        time.sleep(0.05)
    for name in ("one", "two"):
        words = [*dask, "worker", *at, "--nthreads", "1", "--no-nanny", *address]
        running[name] = subprocess.Popen([*words, "--local-directory", str(tmp_path)], **quiet)
    running["address"] = json.loads(place.read_text())["address"]
    yield running
    del running["address"]
    for process in running.values():
        killed(process)


def after_the_first(do):
    """Progress that does something once, when the first block is done."""
    left = [do]

    def tell(done, _of):
        if done and left:
            left.pop()()

    return tell


@pytest.mark.enable_socket
def test_a_killed_worker_changes_nothing_and_of_a_killed_scheduler_it_goes_on(
    cluster, tmp_path, undisturbed
):
    strike = after_the_first(lambda: killed(cluster["one"]))
    scan(**ASKED, out=tmp_path / "other", scheduler=cluster["address"], progress=strike)
    assert cluster["one"].returncode == -signal.SIGKILL
    assert (tmp_path / "other" / "scan.parquet").read_bytes() == undisturbed
    strike = after_the_first(lambda: killed(cluster["scheduler"]))
    with pytest.raises(ImpactError, match="Dask cluster went away"):
        scan(**ASKED, out=tmp_path / "scan", scheduler=cluster["address"], progress=strike)
    parts = list((tmp_path / "scan").glob("part-*.parquet"))
    assert parts
    told = []
    scan(**ASKED, out=tmp_path / "scan", progress=lambda done, _: told.append(done))
    assert told[0] > 0
    assert (tmp_path / "scan" / "scan.parquet").read_bytes() == undisturbed


CLIENT = """
import sys
from detente.impact.scan import scan
scan(exporters=("CHN", "USA", "JPN"), targets=("USA", "CHN", "DEU"), days=8, out=sys.argv[1])
"""


def test_a_killed_client_goes_on_where_it_was(tmp_path, undisturbed):
    place = tmp_path / "scan"
    client = subprocess.Popen([sys.executable, "-c", CLIENT, str(place)])
    limit = time.monotonic() + 60
    while not list(place.glob("part-*.parquet")) and time.monotonic() < limit:
        time.sleep(0.01)
    killed(client)
    done = [pq.read_metadata(path).num_rows for path in place.glob("part-*.parquet")]
    assert done
    told = []
    scan(**ASKED, out=place, progress=lambda now, of: told.append((now, of)))
    assert told[0][0] == sum(done) // REGIONS
    assert (place / "scan.parquet").read_bytes() == undisturbed
    assert not list(place.glob("part-*"))
    table = pq.read_table(place / "scan.parquet")
    assert table.column_names == ["exporter", "product", "target", "region", "loss"]


def deadly(marker, work):
    """Kill the process that runs the first block, once."""
    if work == 0 and not marker.exists():
        marker.write_text("killed")
        os.kill(os.getpid(), signal.SIGKILL)
    return np.full(2, float(work))


@pytest.mark.enable_socket
def test_a_worker_that_dies_is_started_again(tmp_path):
    blocks = [(number, number) for number in range(6)]
    found = dict(run_blocks(deadly, tmp_path / "marker", blocks, workers=1))
    assert (tmp_path / "marker").exists()
    assert {number: row.tolist() for number, row in found.items()} == {
        number: [float(number)] * 2 for number in range(6)
    }


def always_deadly(_shared, _work):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.enable_socket
def test_a_task_that_always_ends_its_worker_is_given_up(monkeypatch):
    monkeypatch.setattr("detente.impact.scan._pool.RETRIES", 0)
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        pytest.raises(ImpactError, match="ended its worker"),
    ):
        list(run_blocks(always_deadly, None, [(0, 0)], workers=1))


@pytest.mark.enable_socket
def test_a_scheduler_without_workers(monkeypatch):
    monkeypatch.setattr("detente.impact.scan._pool.WORKERS", 0.2)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(ImpactError, match="has no workers"),
    ):
        list(run_blocks(deadly, None, [(0, 1)], scheduler=empty.scheduler_address))


def test_a_finished_scan_is_read_back(tmp_path, small):
    first = scan(**SMALL, out=tmp_path / "scan")
    told = []
    again = scan(**SMALL, out=tmp_path / "scan", progress=lambda now, of: told.append((now, of)))
    assert told == [(len(small.cuts),) * 2]
    assert (first.losses == again.losses).all()
    assert (first.losses == small.losses).all()


def test_another_question_needs_another_folder(tmp_path):
    Store(folder=tmp_path / "scan", plan={"days": 1}).open()
    with pytest.raises(ImpactError, match="asked something else"):
        scan(**SMALL, out=tmp_path / "scan")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(ImpactError, match="holds no run"):
        scan(**SMALL, out=tmp_path / "full")


@pytest.mark.enable_socket
def test_no_scheduler_at_the_address():
    with pytest.raises(ImpactError, match="no Dask scheduler answers"):
        list(run_blocks(deadly, None, [(0, 1)], scheduler="tcp://127.0.0.1:9"))
