"""``detente case forecast``, ``observe``, ``score``: what was foretold, and what came of it."""

import sys
from typing import Any

from detente._errors import DetenteError
from detente.cli._casebook import Place, open_casebook
from detente.cli._common import on_date, print_json

__all__ = ["forecast", "observe", "score"]


def forecast(  # noqa: PLR0913 - each is an option
    name: str,
    subject: str,
    /,
    *,
    by: str,
    chance: float | None = None,
    low: float | None = None,
    central: float | None = None,
    high: float | None = None,
    unit: str = "",
    dated: bool = False,
    words: str = "",
    made: str | None = None,
    source: str = "analyst",
    casebook: Place = None,
    json: bool = False,
) -> None:
    """Write down a forecast of your own, to be scored when its day has come.

    Parameters
    ----------
    name, subject
        The case, and a short name of what is foretold. ``eased:ID`` and ``in force:ID`` of a
        control of the register are answered by the register.
    by
        Day on which it can be told, YYYY-MM-DD.
    chance
        Chance that it comes by then, 0 to 1.
    low, central, high
        5th percentile, median and 95th percentile of an amount on that day, or, with --dated, of
        the days until it comes.
    unit
        Unit of the amount.
    dated
        The range is of days until it comes.
    words
        The forecast in a sentence.
    made
        Day on which it was made, YYYY-MM-DD; today if not given.
    source
        Who made it.
    json
        Print it.
    """
    from detente.casebook import Forecast
    from detente.controls import today

    due, day = on_date(by, "--by"), on_date(made, "--made") or today()
    assert due is not None  # noqa: S101 - the option is needed
    ranged = [one for one in (low, central, high) if one is not None]
    if (chance is None) == (not ranged):
        raise DetenteError("give --chance, or --low, --central and --high")
    if chance is None and len(ranged) < 3:
        raise DetenteError("a range needs --low, --central and --high")
    row = Forecast(
        subject=subject,
        kind="chance" if chance is not None else "date" if dated else "amount",
        words=words or subject,
        made=day,
        due=due,
        central=chance if chance is not None else ranged[1],
        low=low,
        high=high,
        unit="day" if dated else unit,
        source=source,
    )
    with open_casebook(casebook) as book:
        new = book.case(name).forecast(row)
    if json:
        print_json({"schema": "detente.forecast/1", "new": new, **row.as_dict()})
    else:
        sys.stdout.write(f"{subject}: {'written down' if new else 'was there already'}\n")


def observe(
    name: str, subject: str, value: float, /, *, on: str, source: str, casebook: Place = None
) -> None:
    """Write down what was seen, for the forecasts about it.

    Parameters
    ----------
    name, subject
        The case, and what the forecasts are about.
    value
        1 if it happened on the day, 0 if by the day it had not, or the amount on the day.
    on
        The day, YYYY-MM-DD.
    source
        Where it is from.
    """
    day = on_date(on)
    assert day is not None  # noqa: S101 - the option is needed
    with open_casebook(casebook) as book:
        book.case(name).observe(subject, day, value, source=source)
    sys.stdout.write(f"{subject}: {value:g} on {day}\n")


def score(
    name: str, /, *, on: str | None = None, casebook: Place = None, json: bool = False
) -> None:
    """Hold the forecasts of a case against what was seen: Brier score, CRPS, interval score.

    Parameters
    ----------
    name
        The case.
    on
        Day as of which it is told, YYYY-MM-DD; today if not given.
    json
        Print detente.case-scores/1.
    """
    from detente.casebook import scores_of
    from detente.controls import today

    day = on_date(on) or today()
    with open_casebook(casebook) as book:
        rows = book.case(name).score(day)
    means = scores_of(rows)
    if json:
        print_json(
            {
                "schema": "detente.case-scores/1",
                "case": name,
                "on": day.isoformat(),
                "means": means,
                "forecasts": [row.as_dict() for row in rows],
            }
        )
        return
    from rich.console import Console
    from rich.table import Column, Table

    table = Table(Column("due", no_wrap=True), "forecast", "said", "seen", "score")
    for row in rows:
        one = row.forecast
        if one.kind == "chance":
            said, result = (
                f"{one.central:.0%}",
                "" if row.brier is None else f"Brier {row.brier:.3f}",
            )
        else:
            said = f"{one.central:g} ({one.low:g} to {one.high:g}) {one.unit}"
            result = (
                ""
                if row.crps is None
                else f"CRPS {row.crps:.3g}, interval {row.interval:.3g}, "
                f"{'inside' if row.inside else 'outside'}"
            )
        seen = row.state if row.seen is None else f"{row.seen:g}"
        table.add_row(str(one.due), one.words, said, seen, result)
    console = Console(highlight=False)
    console.print(table)
    console.print(_means(means), markup=False)


def _means(means: dict[str, Any]) -> str:
    """The means in a sentence."""
    parts = [
        (
            f"{means['scored']} of {means['forecasts']} forecasts scored, {means['open']} open, "
            f"{means['unseen']} past their day with nothing seen"
        )
    ]
    chances = means["chances"]
    if chances["count"]:
        parts.append(
            f"Brier score of {chances['count']} chances {chances['brier']:.3f} (a coin: 0.250)"
        )
    parts += [
        f"CRPS of {row['count']} ranges {row['crps']:.3g} {row['unit']}, interval score "
        f"{row['interval_score']:.3g}, {row['inside']:.0%} inside"
        for row in means["ranges"]
    ]
    return "; ".join(parts)
