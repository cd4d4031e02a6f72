"""On what the figures rest is counted, each row of the files once."""

from detente.facts import TABLES, FigureRow, evidence_by_table, evidence_total, load_facts

FACTS = load_facts()
ROWS = evidence_by_table(FACTS)


def test_every_row_of_every_table_of_figures_is_counted_once(tables):
    counted = {row.table: row.figures for row in ROWS}
    for name, model in TABLES.items():
        if issubclass(model, FigureRow):
            assert counted[name] == len(tables.read(name))


def test_a_source_that_is_judged_better_moves_its_figures(tables):
    before = {row.table: row for row in ROWS}["users"]
    tables.plant("sources", {"id": "judgement"}, evidence="published", url="https://x.example")
    after = {row.table: row for row in evidence_by_table(load_facts(tables.folder))}["users"]
    moved = before.by_grade["judgement"] - after.by_grade["judgement"]
    assert moved > 0
    assert after.by_grade["published"] == before.by_grade["published"] + moved
    assert after.figures == before.figures


def test_judgement_and_memory_are_less_than_three_fifths():
    """Without the tables that engines take whole from the literature."""
    assert evidence_total(ROWS, engines=False).unsourced <= 0.6
    supply, trade = ({row.table: row for row in ROWS}[name] for name in ("supply_shares", "trade"))
    judged = supply.unsourced * supply.figures + trade.unsourced * trade.figures
    assert judged / (supply.figures + trade.figures) <= 0.35
