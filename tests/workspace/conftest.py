"""A workspace of a test's own, with a writer of rows."""

import csv
import io

import pytest

from detente.facts._overlay import ALL_TABLES
from detente.workspace import active, create


class Home:
    """A workspace in which a test writes rows by name of their columns."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.root, self.facts = workspace.root, workspace.facts

    def rows(self, table, *rows):
        columns = ALL_TABLES[table].columns()
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(dict.fromkeys(columns, "") | row for row in rows)
        (self.facts / f"{table}.csv").write_text(text.getvalue(), encoding="utf-8")

    def source(self):
        self.rows("sources", {"id": "mine", "title": "My own file", "evidence": "judgement"})


@pytest.fixture
def home(tmp_path):
    with active(None):
        yield Home(create(tmp_path / "firm", name="The firm"))
