"""The track record that is kept: whole, about the packaged cases, and true to their outcomes."""

import pytest

from detente.brief._record import kept_record, record_rows, summary
from detente.facts import hindcast_names, load_facts, load_hindcast
from detente.world import World


def test_every_packaged_case_is_in_it() -> None:
    assert [case["name"] for case in kept_record()["cases"]] == list(hindcast_names())


def test_what_happened_is_what_the_cases_say() -> None:
    facts = load_facts()
    checked = 0
    for case in kept_record()["cases"]:
        happened = {
            (row.good, row.region, row.when.isoformat()): row.value
            for row in load_hindcast(case["name"], facts).happened
            if row.quantity == "exports"
        }
        for row in case["rows"]:
            key = (row["good"], row["region"], row["when"])
            if key in happened:
                assert row["happened"] == pytest.approx(happened[key], rel=1e-3)
                checked += 1
    assert checked > 5


def test_related_cases_come_first_and_only_they_in_full() -> None:
    found = record_rows({"ndfeb-magnet"})["cases"]
    assert found[0]["related"]
    assert found[0]["rows"]
    assert all(not case["rows"] for case in found if not case["related"])
    assert not any(case["related"] for case in record_rows({"helium"})["cases"])


def test_only_runs_that_knew_nothing_later_are_counted() -> None:
    def row(path: str, *, inside: bool) -> dict[str, object]:
        ends = {"low": 0.5, "central": 0.6, "high": 0.7}
        more = {"quantity": "exports", "good": "g", "region": "*", "when": "2025-04-01"}
        return {
            "path": path,
            "forecast": ends,
            "happened": 0.55,
            "inside": inside,
            "scored": True,
        } | more

    payload = {
        "manifest": {
            "version": "1",
            "facts": {"sha256": "a"},
            "world": {"sha256": "b"},
            "draws": 8,
        },
        "cases": [
            {
                "name": "n",
                "title": "t",
                "on": "2025-04-01",
                "days": 90,
                "paths": [
                    {"name": "blind", "known": False, "words": "w"},
                    {"name": "told", "known": True, "words": "w"},
                ],
                "rows": [row("blind", inside=False), row("told", inside=True)],
            }
        ],
    }
    case = summary(payload)["cases"][0]
    assert (case["scored"], case["inside"]) == (1, 0)
    assert [run["name"] for run in case["paths"]] == ["blind"]


def test_it_was_made_with_the_facts_and_the_world_of_this_version():
    kept, world = kept_record(), World.load()
    made_with = (kept["facts"], kept["world"])
    assert made_with == (load_facts().sha256, world.manifest["sha256"]), (
        "run python tools/build_record.py"
    )
