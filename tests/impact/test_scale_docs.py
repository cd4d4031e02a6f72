"""The pages on scans and scale: their code runs, and every option they name exists."""

import re
from pathlib import Path

import pytest

from detente.cli import _firms, _scan

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_code_on_the_page_runs(capsys):
    page = (DOCS / "methods" / "scan.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(code, "scan.md", "exec"), {})
    assert capsys.readouterr().out == "CHN\n"


@pytest.mark.parametrize("page", ["scale.md", "methods/scan.md"])
def test_options_exist(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    known = {"from", "to"} | {
        name.replace("_", "-")
        for command in (_scan.scan, _firms.firms)
        for name in command.__kwdefaults__
    }
    for line in re.findall(r"^detente (?:scan|firms) .*$", text, re.MULTILINE):
        for option in re.findall(r"--([a-z-]+)", line.split("#")[0]):
            assert option in known, line
