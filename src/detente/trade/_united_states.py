"""The United States: the Census Bureau's API, and exports of the USITC's DataWeb."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente._errors import TradeError
from detente.trade._flows import Flow, Record, TradeFile, number, revision_of_year
from detente.trade._places import by_name

if TYPE_CHECKING:
    from detente.trade._open import Said

__all__ = ["census", "dataweb"]

HOME = "USA"
_SIX = 6
_YEARLY = ("gen_val_yr", "con_val_yr", "all_val_yr")
_MONTHLY = ("gen_val_mo", "con_val_mo", "all_val_mo")
_DECEMBER = 12
_YEAR = re.compile(r"(?:Year )?((?:19|20)\d{2})")


def census(file: TradeFile, records: list[Record], said: "Said") -> Iterator[Flow]:
    """Flows of the Census Bureau, by country names."""
    for row, record in enumerate(records, start=1):
        cells = {
            name.casefold(): "" if value is None else str(value).strip()
            for name, value in record.items()
        }
        imports = "i_commodity" in cells
        code = cells["i_commodity" if imports else "e_commodity"]
        if not code.isdigit() or len(code) < _SIX:
            file.leave_out("codes of fewer than six digits")
            continue
        if "cty_name" not in cells:
            raise TradeError(f"{file.name}: no column CTY_NAME; ask the API for it too")
        partner = by_name(cells["cty_name"])
        if partner is None or not (cells["cty_code"] == "-" or cells["cty_code"] >= "1000"):
            file.leave_out("places that are no country of the tables")
            continue
        year, month = _period(file, row, cells)
        monthly = next((name for name in _MONTHLY if name in cells), None)
        yearly = next((name for name in _YEARLY if name in cells), None)
        if monthly is None and yearly is None:
            names = ", ".join((*_YEARLY, *_MONTHLY)).upper()
            raise TradeError(f"{file.name}: no value; ask the API for one of {names}")
        if monthly is None and month != _DECEMBER:
            file.leave_out("years to a month before December")
            continue
        column = monthly or yearly or ""
        yield Flow(
            exporter=partner if imports else HOME,
            importer=HOME if imports else partner,
            said_by="importer" if imports else "exporter",
            code=code,
            revision=said.revision or revision_of_year(year),
            year=year,
            month=0 if monthly is None else month,
            usd=number(cells, column, file.name, row),
            row=row,
        )


def _period(file: TradeFile, row: int, cells: dict[str, str]) -> tuple[int, int]:
    text = cells.get("time") or f"{cells.get('year', '')}-{cells.get('month', '12')}"
    found = re.fullmatch(r"((?:19|20)\d{2})-?(\d{1,2})?", text)
    if not found:
        raise TradeError(f"{file.name}: row {row}: no YEAR and MONTH, nor time; ask for them too")
    return int(found[1]), int(found[2] or _DECEMBER)


def dataweb(file: TradeFile, records: list[Record], said: "Said") -> Iterator[Flow]:
    """Flows of DataWeb: one column for each year."""
    years = {name: int(found[1]) for name in records[0] if (found := _YEAR.fullmatch(name.strip()))}
    if not years:
        raise TradeError(f"{file.name}: no column is a year, such as 2024; export annual data")
    for row, record in enumerate(records, start=1):
        cells = {name.casefold(): str(value).strip() for name, value in record.items()}
        kind = (cells.get("data type") or cells.get("trade flow", "")).casefold()
        if "quantity" in kind:
            file.leave_out("amounts, which are no values")
            continue
        exports = "export" in kind or "fas" in kind
        code = next(
            re.sub(r"[.\s]", "", cells[name])
            for name in ("hts number", "htsus number", "hts code", "commodity")
            if name in cells
        )
        if not code.isdigit() or len(code) < _SIX:
            file.leave_out("codes of fewer than six digits, and sums")
            continue
        partner = by_name(cells["country"])
        if partner is None:
            file.leave_out("places that are no country of the tables")
            continue
        for name, year in years.items():
            yield Flow(
                exporter=HOME if exports else partner,
                importer=partner if exports else HOME,
                said_by="exporter" if exports else "importer",
                code=code,
                revision=said.revision or revision_of_year(year),
                year=year,
                month=0,
                usd=number(record, name, file.name, row),
                row=row,
            )
