"""What changed between two briefs: told where it moved, silent where it did not."""

import copy
import io

import jsonschema
import pytest
from rich.console import Console
from sample import payload

from detente._errors import DetenteError
from detente.brief import Brief
from detente.brief.schema import brief_schema


def changed() -> tuple[dict, dict]:
    old = payload()
    new = copy.deepcopy(old)
    total = new["totals"][0]["together"]
    for end in ("low", "central", "high"):
        total[end] += 10 * (abs(total["high"]) + 1)
    gone = new["standoff"]["controls"].pop()
    new["standoff"]["controls"][0]["status"] = "suspended-for-the-test"
    return new, {"old": old, "gone": gone["control"]}


def test_a_brief_against_itself_changes_nothing() -> None:
    found = Brief(payload=payload()).against(Brief(payload=payload())).payload["changes"]
    assert found["numbers"] == found["controls"] == found["deals"] == []
    assert found["within"] > 0


def test_moved_costs_and_controls_are_named() -> None:
    new, known = changed()
    made = Brief(payload=new).against(Brief(payload=known["old"]))
    found = made.payload["changes"]
    assert [row["name"].startswith("All together") for row in found["numbers"]] == [True]
    assert {row["what"] for row in found["controls"]} == {"gone", "changed"}
    assert known["gone"] in {row["control"] for row in found["controls"]}
    jsonschema.validate(
        found, {**brief_schema()["properties"]["changes"], "$defs": brief_schema()["$defs"]}
    )
    out = io.StringIO()
    made.print(Console(file=out, width=120))
    assert "What changed" in out.getvalue()
    assert 'id="changes"' in made.html()
    assert 'id="changes"' not in Brief(payload=new).html()


def test_a_deal_that_goes_is_told() -> None:
    new = payload()
    new["deals"]["nash"] = None
    found = Brief(payload=new).against(Brief(payload=payload())).payload["changes"]["deals"]
    assert [(row["rule"], row["before"], row["after"]) for row in found] == [("Nash", True, False)]


def test_a_missing_old_brief_is_one_line(tmp_path) -> None:
    with pytest.raises(DetenteError, match="cannot read the brief"):
        Brief.load(tmp_path / "none.json")
