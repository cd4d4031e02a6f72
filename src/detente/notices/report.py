"""The outcome of an import as JSON."""

from typing import Any

from detente.notices._accept import Accepted
from detente.notices._notice import Notice, Passage
from detente.notices._open import Reading
from detente.notices._proposal import ProposedRow

__all__ = ["report"]


def report(
    reading: Reading,
    proposed: tuple[ProposedRow, ...],
    without: tuple[str, ...],
    accepted: Accepted | None,
) -> dict[str, Any]:
    """What was read, what is proposed, what was refused, and what was written.

    Parameters
    ----------
    reading
        What was read.
    proposed, without
        Proposed rows, and the notices that give none.
    accepted
        What was written, if anything.
    """
    return {
        "notices": [_notice(notice) for notice in reading.notices],
        "proposed": [_proposed(one) for one in proposed],
        "without_row": list(without),
        "refused": list(reading.refused),
        "passed_over": reading.passed_over,
        "accepted": {
            "folder": str(accepted.folder),
            "controls": list(accepted.controls),
            "entities": accepted.entities,
        }
        if accepted
        else None,
    }


def _passage(passage: Passage | None) -> dict[str, str] | None:
    return {"text": passage.text, "where": passage.where} if passage else None


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "form": notice.form,
        "file": notice.file,
        "place": notice.place,
        "title": notice.title,
        "imposer": notice.imposer,
        "act": str(notice.act),
        "sign": str(notice.sign),
        "sign_passage": _passage(notice.sign_passage),
        "number": notice.number.value if notice.number else None,
        "announced": str(notice.announced.value) if notice.announced else None,
        "page_day": str(notice.page_day) if notice.page_day else None,
        "effective": [
            {"date": str(phase.date), "scope": phase.scope, "passage": _passage(phase.passage)}
            for phase in notice.phases
        ],
        "until": str(notice.until.value) if notice.until else None,
        "references": [
            {
                "number": reference.number,
                "title": reference.title,
                "act": str(reference.act),
                "part": reference.part,
                "from": str(reference.from_day) if reference.from_day else None,
                "until": str(reference.until) if reference.until else None,
                "passage": _passage(reference.passage),
            }
            for reference in notice.references
        ],
        "codes": [found.value for found in notice.codes],
        "hs": [found.value for found in notice.hs],
        "list": notice.list_name,
        "uncoded": list(notice.uncoded),
    }


def _proposed(one: ProposedRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "row": one.row,
        "fields": {
            name: {"value": value, "passage": _passage(passage)}
            for name, (value, passage) in one.cells.items()
            if value
        },
        "changes": [
            {
                "field": change.field,
                "register": change.register,
                "notice": change.notice,
                "passage": _passage(change.passage),
            }
            for change in one.changes
        ],
        "entities": [
            {
                "name": entity.name,
                "local_name": entity.local_name,
                "country": entity.country,
                "delisted": entity.delisted,
                "passage": _passage(entity.passage),
            }
            for entity in one.entities
        ],
        "needs": list(one.needs),
        "near": list(one.near),
        "uncoded": list(one.notice.uncoded),
    }
