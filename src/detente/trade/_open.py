"""Open a file of trade statistics: see by its columns which office's form it is."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detente._errors import TradeError
from detente.trade._comext import comext
from detente.trade._comtrade import baci, comtrade
from detente.trade._flows import Flow, Record, TradeFile
from detente.trade._united_states import census, dataweb

__all__ = ["FORMS", "open_trade"]

Reader = Callable[[TradeFile, list[Record], "Said"], Iterator[Flow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the user says of a file that it does not say itself."""

    revision: int | None = None
    """Edition of the Harmonized System."""
    usd_per_eur: float | None = None
    """Rate at which euros count [USD per EUR]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One office's form."""

    name: str
    url: str
    """What it is called, and where such files come from."""
    columns: tuple[str | tuple[str, ...], ...]
    """Columns by which it is known; of a tuple any."""
    read: Reader
    """Turns its rows into flows."""


FORMS = (
    Form(name="UN Comtrade", url="https://comtradeplus.un.org/",
         columns=("reporterCode", "partnerCode", "flowCode", "cmdCode", "primaryValue"),
         read=comtrade),
    Form(name="BACI", url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
         columns=("t", "i", "j", "k", "v"), read=baci),
    Form(name="Eurostat Comext", url="https://ec.europa.eu/eurostat/comext/",
         columns=("reporter", "partner", ("product_nc", "product"), "flow",
                  ("value_eur", "value_in_euros", "obs_value")), read=comext),
    Form(name="US Census Bureau", url="https://api.census.gov/data/timeseries/intltrade/",
         columns=(("i_commodity", "e_commodity"), "cty_code"), read=census),
    Form(name="USITC DataWeb", url="https://dataweb.usitc.gov/",
         columns=(("hts number", "htsus number", "hts code", "commodity"), "country",
                  ("data type", "trade flow")), read=dataweb),
)  # fmt: skip
"""Every form that is read."""


def open_trade(
    path: Path, *, revision: int | None = None, usd_per_eur: float | None = None
) -> TradeFile:
    """Read a file of trade statistics.

    Parameters
    ----------
    path
        CSV (comma, semicolon or tab), or JSON as an API returns it.
    revision
        Edition of the Harmonized System, where the file does not say it.
    usd_per_eur
        Rate at which euros count [USD per EUR], for files in euros.

    Returns
    -------
    TradeFile
        Its flows, and why rows were left out.

    Raises
    ------
    TradeError
        If it cannot be read, or is of no form that is known; the message names file and row.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise TradeError(f"{path}: cannot be read ({reason}); save it as CSV in UTF-8") from None
    records = _json(path, text) if text.lstrip()[:1] in {"{", "["} else _csv(path, text)
    if not records:
        raise TradeError(f"{path}: no rows; download it again with some trade in it")
    names = {name.casefold() for name in records[0]}
    form = next((form for form in FORMS if _is(form, names)), None)
    if form is None:
        known = ", ".join(one.name for one in FORMS)
        few = ", ".join(list(records[0])[:8])
        raise TradeError(f"{path}: is of no form that is known ({known}); it has columns {few}")
    file = TradeFile(
        name=path.name, form=form.name, url=form.url, sha256=hashlib.sha256(data).hexdigest()
    )
    said = Said(revision=revision, usd_per_eur=usd_per_eur)
    file.flows.extend(form.read(file, records, said))
    return file


def _is(form: Form, names: set[str]) -> bool:
    return all(
        any(one.casefold() in names for one in ((column,) if isinstance(column, str) else column))
        for column in form.columns
    )


def _json(path: Path, text: str) -> list[Record]:
    """Rows of an API: a list of records, one under ``data``, or a list of lists with a header."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise TradeError(f"{path}: cannot be read as JSON ({error}); download it again") from None
    rows = value.get("data") if isinstance(value, dict) else value
    if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
        return list(rows)
    if isinstance(rows, list) and rows and all(isinstance(row, list) for row in rows):
        head = [str(name) for name in rows[0]]
        return [dict(zip(head, row, strict=False)) for row in rows[1:]]
    if rows == []:
        return []
    raise TradeError(f"{path}: no rows under 'data'; give what the API returned")


def _csv(path: Path, text: str) -> list[Record]:
    """Rows of a CSV; a table of DataWeb may have lines of words above its header."""
    first = text.splitlines()[0] if text else ""
    comma = max(",;\t", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=comma) if any(row)]
    except csv.Error as error:
        raise TradeError(f"{path}: is no table ({error}); save it as CSV") from None
    widest = max((len(row) for row in rows), default=0)
    start = next((n for n, row in enumerate(rows) if len(row) == widest), 0)
    head = [name.strip() for name in rows[start]] if rows else []
    return [dict(zip(head, row, strict=False)) for row in rows[start + 1 :]]
