"""``detente deals-record``: deals that were struck, how long they lasted, and talks that failed."""

from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli._common import print_json, writable, write_text

if TYPE_CHECKING:
    from detente.deal import RecordAcceptance, Score
    from detente.facts import BargainRow, Facts, TalksRow

__all__ = ["deals_record"]


def deals_record(
    word: str | None = None,
    /,
    *,
    party: str | None = None,
    file: Path | None = None,
    scores: bool = False,
    acceptance: bool = False,
    svg: Path | None = None,
    html: Path | None = None,
    json: bool = False,
) -> None:
    """Search the record of deals, and see how well it foretells.

    Parameters
    ----------
    word
        Part of an id, name, party, term or breach; all if not given.
    party
        Only bargains and talks of this party, by code or name.
    file
        CSV with bargains of your own beside those of the record (columns of bargains.csv).
    scores
        How forecasts of "stands after 3, 6, 12 months" and of "a deal within six months" came true,
        each case left out in turn.
    acceptance
        Hold the bargains and failed talks that the register costs against the acceptance set of the
        day before, and infer the values that make them consistent.
    svg
        Write the timeline of what was found to this file.
    html
        Write a page with the timeline, the bargains, the scores, their calibration and the
        acceptance of costed cases to this file.
    json
        Print detente.deals-record/1.
    """
    from rich.console import Console

    from detente._errors import DealError
    from detente.cli._deals_record_show import show_acceptance, show_record
    from detente.deal import (
        acceptance_of_record,
        bargain_line,
        find_bargains,
        find_talks,
        record_scores,
        who_broke,
        with_own_bargains,
    )
    from detente.facts import load_facts

    for path, suffixes in ((svg, (".svg",)), (html, (".html", ".htm"))):
        if path is not None:
            writable(path, *suffixes)
    facts = load_facts()
    if file is not None:
        facts = with_own_bargains(facts, file)
    party = _code(facts, party)
    found, talks = find_bargains(facts, word, party=party), find_talks(facts, word, party=party)
    if not found and not talks:
        raise DealError(
            f"nothing in the record for {' '.join(filter(None, (word, party)))}; "
            "leave the word out to see all"
        )
    told = record_scores(facts) if scores or html is not None else ()
    against = acceptance_of_record() if acceptance or html is not None else None
    _write(svg, html, facts, found, talks, told, against)
    if json:
        print_json(
            {
                "schema": "detente.deals-record/1",
                "bargains": [bargain_line(row, facts) for row in found],
                "talks": [row.model_dump(mode="json", exclude={"file", "line"}) for row in talks],
                "scores": [one.as_dict() for one in told],
                "acceptance": None if against is None else against.as_dict(),
            }
        )
        return
    console = Console(highlight=False)
    show_record(found, talks, told, console)
    if told:
        console.print(who_broke(facts).words, markup=False)
    if against is not None:
        show_acceptance(against, console)
    for written in filter(None, (svg, html)):
        console.print(f"Written: {written}", markup=False, soft_wrap=True)


def _code(facts: "Facts", party: str | None) -> str | None:
    """Code of a party; a firm of the record stays as it is called."""
    spoken = {code for row in facts.bargains for code in row.parties}
    spoken |= {code for row in facts.talks for code in row.parties}
    return party if party is None or party in spoken else facts.party_code(party)


def _write(
    svg: Path | None,
    html: Path | None,
    facts: "Facts",
    found: "tuple[BargainRow, ...]",
    talks: "tuple[TalksRow, ...]",
    told: "tuple[Score, ...]",
    against: "RecordAcceptance | None",
) -> None:
    """Write the timeline and the page, as far as they were asked for."""
    if svg is None and html is None:
        return
    from detente.brief.charts import deals_timeline
    from detente.cli._deals_record_show import record_page

    picture = deals_timeline(found)
    if svg is not None:
        write_text(svg, picture)
    if html is not None:
        write_text(html, record_page(facts, found, talks, told, picture, against))
