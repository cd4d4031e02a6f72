"""The schema holds for the samples, refuses what is wrong, and is described in the docs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sample import bare, payload

from detente.brief.brief import SCHEMA, rounded
from detente.brief.schema import PAGES, brief_schema, describe

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = brief_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("make", [payload, bare])
def test_samples_hold(validator: jsonschema.Draft202012Validator, make: Any) -> None:
    faults = [f"{e.json_path}: {e.message}" for e in validator.iter_errors(rounded(make()))]
    assert faults == []


def wrong_unit(value: dict[str, Any]) -> None:
    value["losses"][0]["unit"] = "EUR"


def no_range(value: dict[str, Any]) -> None:
    del value["losses"][0]["low"]


def unknown_field(value: dict[str, Any]) -> None:
    value["standoff"]["advice"] = "do it"


def bad_grade(value: dict[str, Any]) -> None:
    value["sources"][0]["evidence"] = "hearsay"


def bad_cell(value: dict[str, Any]) -> None:
    value["deals"]["map"]["exists"][0][0] = 2


def no_speaker(value: dict[str, Any]) -> None:
    del value["reading"]["statements"][0]["speaker"]


@pytest.mark.parametrize(
    "spoil", [wrong_unit, no_range, unknown_field, bad_grade, bad_cell, no_speaker]
)
def test_faults_are_found(validator: jsonschema.Draft202012Validator, spoil: Any) -> None:
    value = payload()
    spoil(value)
    assert not validator.is_valid(rounded(value))


def properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for name, inner in node.get("properties", {}).items():
            yield name, inner
        for inner in node.values():
            yield from properties(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from properties(inner)


@pytest.mark.parametrize("form", PAGES)
def test_every_property_says_what_it_means_and_is_in_the_docs(form: str) -> None:
    page = (DOCS / f"{form}-schema.md").read_text(encoding="utf-8")
    found = list(properties(PAGES[form][0]()))
    assert len(found) > (200 if form == "brief" else 9)
    for name, node in found:
        assert node.get("description"), name
        assert f"| `{name}` |" in page, name
        assert node["description"] in page, name


@pytest.mark.parametrize("form", PAGES)
def test_the_page_is_made_from_the_schema(form: str) -> None:
    assert (DOCS / f"{form}-schema.md").read_text(encoding="utf-8") == describe(form)
    jsonschema.Draft202012Validator.check_schema(PAGES[form][0]())


def test_schema_names_the_version_that_is_written() -> None:
    schema = brief_schema()
    assert schema["$id"] == schema["properties"]["schema"]["const"] == SCHEMA
