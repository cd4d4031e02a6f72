"""``detente watch``: new articles go to their case, and rules say what is told."""

import sys
import time
from pathlib import Path

from detente._errors import DetenteError
from detente.cli._casebook import Place, open_casebook

__all__ = ["watch"]


def watch(  # noqa: PLR0913 - each is an option
    *sources: str,
    rules: Path | None = None,
    case: str | None = None,
    once: bool = False,
    every: float = 15.0,
    alerts: Path | None = None,
    feed: Path | None = None,
    command: str | None = None,
    allow_private: bool = False,
    casebook: Place = None,
    json: bool = False,
) -> None:
    """Watch folders, feeds and addresses: new articles go to their case, rules say what is told.

    Parameters
    ----------
    sources
        Folders, and addresses of RSS or Atom feeds or of articles.
    rules
        TOML with alert rules: a control changes its state, an offer on a good, a stop date that
        moves.
    case
        The case that everything goes to; if not given, the case that each article speaks of.
    once
        One look, for cron; else again and again.
    every
        Time between two looks [min].
    alerts
        File to which each alert is added as a line of JSON; they go to standard output too.
    feed
        Atom file of the newest alerts.
    command
        Command that is run for each alert, with its JSON on standard input.
    allow_private
        Also ask private, loopback and link-local addresses.
    json
        Print what became of each new thing as lines of JSON, beside the alerts.
    """
    if not sources:
        raise DetenteError("give one or more folders or addresses")
    if not 0.1 <= every <= 100_000:
        raise DetenteError(f"--every {every:g}: give minutes, 0.1 or more")
    from detente.controls import today
    from detente.watch import deliver, load_rules, watch_once, write_feed

    asked = () if rules is None else load_rules(rules)
    with open_casebook(casebook) as book:
        while True:
            looked = watch_once(
                book, sources, asked, case=case, on=today(), allow_private=allow_private
            )
            for outcome in looked:
                if json:
                    sys.stdout.write(_line(outcome.as_dict()))
                else:
                    told = outcome.words or f"case {outcome.case}, {outcome.alerts} alerts"
                    sys.stderr.write(f"{outcome.name}: {outcome.outcome}; {told}\n")
            deliver(book, out=sys.stdout, lines=alerts, command=command)
            if feed is not None:
                write_feed(book, feed)
            sys.stdout.flush()
            if once:
                return
            time.sleep(every * 60)


def _line(value: dict[str, object]) -> str:
    import json

    return json.dumps(value, ensure_ascii=False) + "\n"
