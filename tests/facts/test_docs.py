"""The two pages on facts name everything there is, and their code runs."""

import re
from pathlib import Path

import pytest

from detente.facts import TABLES, UNITS, load_facts
from detente.facts._figure_rows import PARAMETERS

DOCS = Path(__file__).resolve().parents[2] / "docs"
FACTS_PAGE = (DOCS / "facts.md").read_text(encoding="utf-8")
NAMES_PAGE = (DOCS / "nomenclature.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_described(table):
    assert f"`{table}`" in FACTS_PAGE


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_every_parameter_is_in_the_nomenclature(parameter):
    assert re.search(rf"^\|[^|]*\b{parameter}\b", NAMES_PAGE, re.MULTILINE)


def test_every_group_region_is_in_the_nomenclature():
    groups = [row.code for row in load_facts().regions if len(row.members) > 1]
    assert [code for code in groups if f"`{code}`" not in NAMES_PAGE] == []


def test_every_unit_of_the_nomenclature_is_known():
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| [^|]+ \|$", NAMES_PAGE, re.MULTILINE)
    units = {unit.strip() for cell in rows for unit in cell.split(",")}
    assert units - {"unit", "–", "date", "---"} <= set(UNITS)


def test_the_code_on_the_page_runs(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", FACTS_PAGE, re.DOTALL)
    exec(compile(code, "facts.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("(25.0, 45.0, 75.0) day")
    assert printed[-1] == "[]"
