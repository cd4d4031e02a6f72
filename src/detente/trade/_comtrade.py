"""UN Comtrade, as its API returns it, and BACI of the CEPII."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente._errors import TradeError
from detente.trade._flows import Flow, Record, TradeFile, number
from detente.trade._places import by_m49

if TYPE_CHECKING:
    from detente.trade._open import Said

__all__ = ["baci", "comtrade"]

EDITIONS = {"H0": 1992, "H1": 1996, "H2": 2002, "H3": 2007, "H4": 2012, "H5": 2017, "H6": 2022}
_SIX = 6
_THOUSAND = 1e3
_HS_OF_NAME = re.compile(r"HS_?(\d{2})(?!\d)", re.IGNORECASE)


def comtrade(file: TradeFile, records: list[Record], said: "Said") -> Iterator[Flow]:
    """Flows of UN Comtrade: totals over transport, customs procedures and second partners."""
    for row, record in enumerate(records, start=1):
        cells = {name: _cell(record, name) for name in record}
        if cells["flowCode"] not in {"M", "X"}:
            file.leave_out("re-exports, re-imports and other flows")
            continue
        parts = (
            cells.get("motCode", "") in {"", "0"},
            cells.get("customsCode", "") in {"", "C00"},
            cells.get("partner2Code", "") in {"", "0"},
        )
        if not all(parts):
            file.leave_out("parts of a total, by transport, procedure or second partner")
            continue
        code = cells["cmdCode"]
        if not code.isdigit() or len(code) < _SIX:
            file.leave_out("codes of fewer than six digits")
            continue
        edition = EDITIONS.get(cells.get("classificationCode", "")) or said.revision
        if edition is None:
            raise TradeError(
                f"{file.name}: row {row}: classificationCode is "
                f"{cells.get('classificationCode', '')!r}, no edition of the Harmonized System "
                "(H0 to H6); download with clCode HS, or say --hs 2022"
            )
        reporter, partner = by_m49(cells["reporterCode"]), by_m49(cells["partnerCode"])
        if reporter is None or partner is None:
            file.leave_out("places that are no country of the tables")
            continue
        period = cells.get("period") or cells.get("refYear", "")
        if not re.fullmatch(r"(?:19|20)\d{2}(?:\d{2})?", period):
            raise TradeError(f"{file.name}: row {row}: period is {period!r}; give YYYY or YYYYMM")
        imports = cells["flowCode"] == "M"
        yield Flow(
            exporter=partner if imports else reporter,
            importer=reporter if imports else partner,
            said_by="importer" if imports else "exporter",
            code=code,
            revision=edition,
            year=int(period[:4]),
            month=int(period[4:] or 0),
            usd=number(record, "primaryValue", file.name, row),
            row=row,
        )


def _cell(record: Record, name: str) -> str:
    value = record[name]
    return "" if value is None else str(value).strip().removesuffix(".0")


def baci(file: TradeFile, records: list[Record], said: "Said") -> Iterator[Flow]:
    """Flows of BACI, in thousands of dollars; the file's name says the edition."""
    named = _HS_OF_NAME.search(file.name)
    edition = said.revision
    if named:
        two = int(named[1])
        edition = (1900 if two > 50 else 2000) + two
    if edition is None or edition not in EDITIONS.values():
        raise TradeError(
            f"{file.name}: the name does not say the edition of the Harmonized System, as "
            "BACI_HS22_Y2023.csv does; keep that name, or say --hs 2022"
        )
    for row, record in enumerate(records, start=1):
        exporter, importer = by_m49(str(record["i"])), by_m49(str(record["j"]))
        if exporter is None or importer is None:
            file.leave_out("places that are no country of the tables")
            continue
        yield Flow(
            exporter=exporter,
            importer=importer,
            said_by="importer",
            code=str(record["k"]).strip().zfill(_SIX),
            revision=edition,
            year=int(number(record, "t", file.name, row)),
            month=0,
            usd=_THOUSAND * number(record, "v", file.name, row),
            row=row,
        )
