"""``detente data trade``: rows of trade from files of statistics."""

import sys
from pathlib import Path

from detente._errors import DetenteError
from detente.cli._common import print_json
from detente.cli._goods_add import own_facts

__all__ = ["trade"]

SHOWN = 5


def trade(
    files: tuple[Path, ...],
    /,
    *,
    year: int | None = None,
    hs: int | None = None,
    usd_per_eur: float | None = None,
    concordance: Path | None = None,
    accept: bool = False,
    json: bool = False,
) -> None:
    """Turn your files of trade statistics into rows of trade and dependence.

    Reads UN Comtrade (JSON or CSV of its API), BACI, Eurostat Comext (bulk files and CSV of its
    API), the US Census Bureau (JSON of its API) and USITC DataWeb (CSV). Nothing is written unless
    you accept the rows.

    Parameters
    ----------
    files
        Files of one or several of these.
    year
        Year of the values; the last whole one in the files if not given.
    hs
        Edition of the Harmonized System, such as 2022, where a file does not say it.
    usd_per_eur
        Mean rate of the year, for files in euros.
    concordance
        CSV with edition, from and to: which code of an older edition became which of HS 2022.
    accept
        Write the rows to the workspace.
    json
        Print detente.trade/1.
    """
    if not files:
        raise DetenteError("name a file of trade statistics; detente data trade --help says which")
    if usd_per_eur is not None and not 0 < usd_per_eur < 10:
        raise DetenteError(
            f"--usd-per-eur {usd_per_eur:g}: give dollars for one euro, such as 1.08"
        )
    from detente.controls import today
    from detente.facts import load_facts, write_own
    from detente.trade import open_trade, propose_trade, read_concordance

    folder = own_facts() if accept else None
    opened = [open_trade(file, revision=hs, usd_per_eur=usd_per_eur) for file in files]
    found = propose_trade(
        opened,
        load_facts(),
        today(),
        year=year,
        concordance=read_concordance(concordance) if concordance else None,
    )
    written = write_own(folder, found.rows) if folder is not None else {}
    if json:
        print_json(
            {
                "schema": "detente.trade/1",
                "files": [
                    {"name": f.name, "form": f.form, "sha256": f.sha256, "flows": len(f.flows),
                     "left_out": f.left_out}
                    for f in opened
                ],
                "year": found.year,
                "rows": found.rows,
                "without": {why: list(what) for why, what in found.without.items()},
                "written": written,
            }
        )  # fmt: skip
        return
    for file in opened:
        sys.stdout.write(f"{file.name}: {file.form}, {len(file.flows)} flows\n")
        for why, count in file.left_out.items():
            sys.stdout.write(f"  left out {count}: {why}\n")
    for why, what in found.without.items():
        more = f" and {len(what) - SHOWN} more" if len(what) > SHOWN else ""
        sys.stdout.write(f"no row for {why}: {', '.join(what[:SHOWN])}{more}\n")
    for row in found.rows.get("trade", ())[:SHOWN]:
        sys.stdout.write(
            f"  {row['good']} {row['exporter']} to {row['importer']}: {row['value']} "
            f"({row['low']} to {row['high']}) {row['unit']}\n"
        )
    counts = ", ".join(f"{name} {len(rows)}" for name, rows in found.rows.items())
    done = f"written to {folder}" if folder else "nothing written; --accept writes them"
    sys.stdout.write(f"{found.year}: {counts}; {done}\n")
