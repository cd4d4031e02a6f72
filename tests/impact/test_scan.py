"""Scans: what is cut, the same numbers wherever they run, and going on after an interruption."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pyarrow.parquet as pq
import pytest

from detente._errors import ImpactError, UnknownCodeError
from detente.impact import disrupt
from detente.impact.scan import Store, all_cuts, run_blocks, scan, static_losses
from detente.world import World

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
    with pytest.raises(ImpactError, match="workers is 0"):
        scan(**SMALL, workers=0)


def test_a_cut_is_the_disruption_of_its_own(small):
    row = next(
        at
        for at, cut in enumerate(small.cuts)
        if (cut.exporter, cut.sector, cut.target) == ("CHN", "C27", "USA")
    )
    cut = small.cuts[row].shock(small.world, 1.0)
    alone = disrupt(small.world, [[cut], [cut]], days=10).daily_loss.mean(axis=1)[:, 0]
    assert small.losses[row] == pytest.approx(alone, rel=1e-5, abs=1e-9)


def test_ranks_and_ratios(small):
    rows = small.ranked("target")
    assert [one.target for one in rows] == sorted((one.target for one in rows), reverse=True)
    assert rows[0].ratio == pytest.approx(rows[0].target / rows[0].owner)
    whole = small.losses.sum()
    assert sum(one.target + one.owner + one.others for one in rows) == pytest.approx(whole)
    assert small.to_payload(least=rows[3].target)["rows"][-1]["target_loss"] == rows[3].target


def test_processes_give_the_same_digits(small):
    again = scan(**SMALL, workers=2)
    assert (again.losses == small.losses).all()


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


# --- interruptions ----------------------------------------------------------------------------


def deadly(marker, work):
    """Kill the process that runs the first block, once."""
    if work == 0 and not marker.exists():
        marker.write_text("killed")
        os.kill(os.getpid(), signal.SIGKILL)
    return np.full(2, float(work))


@pytest.mark.enable_socket
def test_a_killed_worker_is_made_good(tmp_path):
    blocks = [(number, number) for number in range(6)]
    found = dict(run_blocks(deadly, tmp_path / "marker", blocks, workers=2))
    assert (tmp_path / "marker").exists()
    assert {number: row.tolist() for number, row in found.items()} == {
        number: [float(number)] * 2 for number in range(6)
    }


CLIENT = """
import sys
from detente.impact.scan import scan
scan(exporters=("CHN", "USA", "JPN"), targets=("USA", "CHN"), days=20, out=sys.argv[1])
"""


def test_a_killed_client_goes_on_where_it_was(tmp_path):
    place, other = tmp_path / "killed", tmp_path / "whole"
    client = subprocess.Popen([sys.executable, "-c", CLIENT, str(place)])
    limit = time.monotonic() + 60
    while not list(place.glob("part-*.parquet")) and time.monotonic() < limit:
        time.sleep(0.02)
    client.kill()
    client.wait()
    done = {path.name: path.stat().st_mtime_ns for path in place.glob("part-*.parquet")}
    assert done
    asked = {"exporters": ("CHN", "USA", "JPN"), "targets": ("USA", "CHN"), "days": 20}
    told = []
    scan(**asked, out=place, progress=lambda now, of: told.append((now, of)))
    assert told[0][0] == len(done)
    scan(**asked, out=other)
    assert (place / "scan.parquet").read_bytes() == (other / "scan.parquet").read_bytes()
    assert not list(place.glob("part-*"))
    table = pq.read_table(place / "scan.parquet")
    assert table.column_names == ["exporter", "sector", "target", "region", "loss"]


def test_a_finished_scan_is_read_back(tmp_path, small):
    first = scan(**SMALL, out=tmp_path / "scan")
    told = []
    again = scan(**SMALL, out=tmp_path / "scan", progress=lambda now, of: told.append((now, of)))
    assert told == [(2, 2)]
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
