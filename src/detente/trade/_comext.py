"""Eurostat Comext: bulk files, and what its API returns as CSV."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente._errors import TradeError
from detente.trade._flows import Flow, Record, TradeFile, number, revision_of_year
from detente.trade._places import by_iso2

if TYPE_CHECKING:
    from detente.trade._open import Said

__all__ = ["comext"]

_IMPORT = frozenset({"1", "import", "i"})
_EXPORT = frozenset({"2", "export", "e"})
_VALUES = ("value_eur", "value_in_euros", "obs_value")
_SIX = 6
_YEAR_MONTHS = "52"


def comext(file: TradeFile, records: list[Record], said: "Said") -> Iterator[Flow]:
    """Flows of Comext, which are in euros."""
    if said.usd_per_eur is None:
        raise TradeError(
            f"{file.name}: its values are in euros; say the year's mean rate, such as "
            "--usd-per-eur 1.082"
        )
    for row, record in enumerate(records, start=1):
        cells = {name.casefold(): str(value).strip() for name, value in record.items()}
        indicator = cells.get("indicators", "VALUE_IN_EUROS").upper()
        if indicator not in {"VALUE_IN_EUROS", "VALUE_EUR"}:
            file.leave_out("amounts, which are no values")
            continue
        code = cells.get("product_nc") or cells.get("product", "")
        if not code.isdigit() or len(code) < _SIX:
            file.leave_out("codes of fewer than six digits")
            continue
        flow = cells["flow"].casefold()
        if flow not in _IMPORT | _EXPORT:
            raise TradeError(f"{file.name}: row {row}: flow is {flow!r}; give 1 or 2")
        reporter, partner = by_iso2(cells["reporter"]), by_iso2(cells["partner"])
        if reporter is None or partner is None:
            file.leave_out("places that are no country of the tables")
            continue
        period = (cells.get("period") or cells.get("time_period", "")).replace("-", "")
        if not period.isdigit() or len(period) not in {4, 6}:
            raise TradeError(f"{file.name}: row {row}: period is {period!r}; give YYYY or YYYYMM")
        year, month = int(period[:4]), period[4:]
        column = next(name for name in _VALUES if name in cells)
        yield Flow(
            exporter=partner if flow in _IMPORT else reporter,
            importer=reporter if flow in _IMPORT else partner,
            said_by="importer" if flow in _IMPORT else "exporter",
            code=code,
            revision=said.revision or revision_of_year(year),
            year=year,
            month=0 if month in {"", _YEAR_MONTHS} else int(month),
            usd=said.usd_per_eur * number(cells, column, file.name, row),
            row=row,
        )
