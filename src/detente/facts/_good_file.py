"""A good of the user's own in one TOML file: what it says, and the rows that follow."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from detente._errors import FactsError, UnknownCodeError

from ._class_defaults import ClassDefaults, class_defaults
from ._facts import Facts
from ._figure_rows import PARAMETERS
from ._load import packaged_facts
from ._write_own import Cells

__all__ = ["GoodFile", "read_good"]

_TOP = frozenset(
    {
        "good", "name", "class", "group", "hs", "codes", "words", "made_by", "stage", "tier",
        "note", "as_of", "source", "stages", "users", "stock", "parameters",
    }
)  # fmt: skip
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_HS = re.compile(r"\d{6}")
_USER = frozenset({"share", "region", "criticality"})


class GoodFile:
    """What a file says of a good.

    Parameters
    ----------
    path
        The file, for messages.
    said
        Its content.
    facts
        The tables.
    day
        Day of figures for which the file gives none.
    """

    def __init__(self, path: Path, said: Mapping[str, Any], facts: Facts, day: dt.date) -> None:
        self.path, self.said, self.facts, self.day = path, said, facts, day
        for key in said:
            if key not in _TOP:
                self._refuse(key, f"is not known; write: {', '.join(sorted(_TOP))}")
        self.good = self._text("good", needed=True)
        if not _ID.fullmatch(self.good):
            self._refuse("good", f"{self.good!r}: write small letters, digits and hyphens")
        self.packaged = packaged_facts()
        self.known = next((row for row in self.packaged.goods if row.good == self.good), None)
        self.as_of = str(said.get("as_of", day))
        self.defaults = self._class()
        self.assumed: list[str] = []
        """What the file leaves out and the class says, in words."""

    def rows(self) -> dict[str, list[Cells]]:
        """Cells of every row, by table.

        Raises
        ------
        FactsError
            If the file says something that cannot be; the message names file and field.
        """
        rows: dict[str, list[Cells]] = {
            "supply_shares": self._shares(),
            "users": self._users(),
            "good_parameters": self._parameters(),
        }
        rows["goods"] = [
            self._good_row(list(dict.fromkeys(r["stage"] for r in rows["supply_shares"])))
        ]
        rows["reading_goods"] = [self._words_row()]
        rows["sources"] = self._sources(rows)
        return {name: some for name, some in rows.items() if some}

    def written_before(self, table: str, cells: Cells) -> bool:
        """Whether a row of the workspace came from an earlier version of this file."""
        mine = {f"good-{self.good}", f"class-{self.good}"}
        named = table != "sources" and cells.get("source") in mine
        return named or (table == "sources" and cells.get("id") in mine)

    def _spoken(self) -> str:
        return self.good.replace("-", " ")

    def _refuse(self, field: str, problem: str) -> NoReturn:
        raise FactsError(f"{self.path}, field {field}: {problem}")

    def _text(self, key: str, default: str = "", *, needed: bool = False) -> str:
        value = self.said.get(key, default)
        if not isinstance(value, str) or (needed and not value.strip()):
            self._refuse(key, "write a text in quotes" if key in self.said else "is missing")
        return str(value).strip()

    def _list(self, key: str) -> list[str]:
        value = self.said.get(key, [])
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            value = [value]
        if not isinstance(value, list) or any(isinstance(one, (dict, list)) for one in value):
            self._refuse(key, 'write a list of texts, such as ["a", "b"]')
        texts = [str(one).strip() for one in value]
        for text in texts:
            if not text or ";" in text:
                self._refuse(key, f"{text!r} is no word; write letters without a semicolon")
        return texts

    def _class(self) -> ClassDefaults:
        known = self.known.kind if self.known else ""
        kind = self._text("class", known, needed=not known)
        try:
            return class_defaults(kind, self.facts)
        except UnknownCodeError:
            kinds = ", ".join(dict.fromkeys(row.kind for row in self.facts.kind_parameters))
            raise FactsError(
                f"{self.path}, field class: {kind!r} is no class of goods; write one of: {kinds}"
            ) from None

    def _good_row(self, stages: list[str]) -> Cells:
        before = self.known
        if before is not None and not set(stages) <= set(before.stages):
            named = " > ".join(before.stages)
            self._refuse("stages", f"{self.good} of the tables has stages {named}; use these names")
        chain = stages if before is None else list(before.stages)
        if not chain:
            self._refuse("stages", "say who makes it, such as [stages.refined] with CHN = 0.6")
        stage = self._text("stage", before.stage if before and before.stage in chain else chain[-1])
        if stage not in chain:
            self._refuse("stage", f"{stage!r} is no stage of {' > '.join(chain)}")
        host = self._text("made_by", before.host_sector if before else "")
        if not host:
            host = self.defaults.host_sector
            self.assumed.append(f"made by sector {host}")
        group = self._text("group", before.group if before else self.defaults.group)
        return {
            "good": self.good,
            "name": self._text("name", before.name if before else self._spoken().capitalize()),
            "tier": self._text("tier", before.tier if before else ""),
            "group": group,
            "kind": self.defaults.kind,
            "chain": ">".join(chain),
            "stage": stage,
            "hs6": ";".join(self._codes()),
            "eccn": ";".join(self._list("codes") or (before.eccn if before else ())),
            "host_sector": host,
            "aliases": ";".join(self._words()),
            "note": self._text("note", before.note if before else ""),
            "as_of": self.as_of,
            "source": f"good-{self.good}",
        }  # fmt: skip

    def _codes(self) -> list[str]:
        codes = [re.sub(r"[.\s]", "", code) for code in self._list("hs")]
        for code in codes:
            if not _HS.fullmatch(code[:6]):
                self._refuse("hs", f"{code!r} is no customs code; write six digits in quotes")
        if not codes and self.known:
            return list(self.known.hs6)
        return list(dict.fromkeys(code[:6] for code in codes))

    def _words(self) -> list[str]:
        words = self._list("words")
        before = list(self.known.aliases) if self.known else []
        return list(dict.fromkeys([*words, *before])) or [self._spoken()]

    def _words_row(self) -> Cells:
        """The pattern by which news names the good: its words, the longest first."""
        words = sorted({*self._words(), self._spoken()}, key=lambda w: (-len(w), w))
        parts = [re.sub(r"(?:\\ |\\-|-| )+", "[ -]", re.escape(word)) for word in words]
        return {
            "pattern": "(?:" + "|".join(parts) + ")s?",
            "product": (self.known.name if self.known else self._text("name", words[0])).lower(),
            "goods": self.good,
            "family": self.good,
            "as_of": self.as_of,
            "source": f"good-{self.good}",
        }

    def _figure(self, field: str, value: object, *, most: float | None = 1) -> dict[str, str]:
        """Three numbers; one alone is given the width that the class has."""
        parts = value if isinstance(value, list) else [value]
        numbers: list[float] = []
        for one in parts:
            if isinstance(one, bool) or not isinstance(one, (int, float)):
                self._refuse(field, f"{value!r} is no number; write 0.3, or [low, central, high]")
            numbers.append(float(one))
        if most is not None and max(numbers, default=0) > most:
            self._refuse(field, f"{value!r}: a share is at most {most:g}")
        if len(numbers) == 1:
            central = numbers[0]
            low, high = (central * factor for factor in self.defaults.spread)
            numbers = [low, central, high if most is None else min(high, most)]
            if central:
                self.assumed.append(f"range of {field}")
        if len(numbers) != 3 or not 0 <= numbers[0] <= numbers[1] <= numbers[2]:
            self._refuse(field, f"{value!r}: write three numbers in order, [low, central, high]")
        return dict(zip(("low", "value", "high"), (f"{n:.6g}" for n in numbers), strict=True))

    def _cells(self, unit: str, figure: Mapping[str, str], source: str = "good") -> Cells:
        return {**figure, "unit": unit, "as_of": self.as_of, "source": f"{source}-{self.good}"}

    def _table(self, key: str) -> dict[str, Any]:
        value = self.said.get(key, {})
        if not isinstance(value, dict):
            self._refuse(key, f"write a table, [{key}]")
        return dict(value)

    def _shares(self) -> list[Cells]:
        rows: list[Cells] = []
        for stage, shares in self._table("stages").items():
            if not isinstance(shares, dict) or not shares:
                self._refuse(f"stages.{stage}", "write countries with their shares, CHN = 0.6")
            named: dict[str, float] = {}
            for name, value in shares.items():
                code = self._country(f"stages.{stage}", name)
                if code in named:
                    self._refuse(f"stages.{stage}", f"{code} stands twice; keep one")
                figure = self._figure(f"stages.{stage}.{name}", value)
                named[code] = float(figure["value"])
                key = {"good": self.good, "stage": stage, "country": code}
                rows.append({**key, **self._cells("share", figure)})
            self._fits(stage, named)
        if not rows and not self.known:
            self._refuse("stages", "is missing; say who makes it, [stages.refined] with CHN = 0.6")
        return rows

    def _fits(self, stage: str, named: dict[str, float]) -> None:
        """Refuse shares of a packaged good that leave no room for those it has already."""
        others = {
            row.country: row.value
            for row in self.packaged.supply_shares
            if row.good == self.good and row.stage == stage and row.country not in named
            and row.value > 0
        }  # fmt: skip
        both = sum(named.values()) + sum(others.values())
        if others and both > 1.02:
            list_ = ", ".join(f"{code} {share:g}" for code, share in others.items())
            self._refuse(
                f"stages.{stage}",
                f"with those of the tables ({list_}) the shares sum to {both:.3g}; name these "
                "countries too, with 0 where one sells none",
            )

    def _country(self, field: str, name: str) -> str:
        try:
            return self.facts.party_code(name)
        except UnknownCodeError as error:
            raise FactsError(f"{self.path}, field {field}: {error}") from None

    def _users(self) -> list[Cells]:
        rows = []
        for sector, value in self._table("users").items():
            said = value if isinstance(value, dict) else {"share": value}
            if not set(said) <= _USER or "share" not in said:
                self._refuse(f"users.{sector}", f"write a share, or {', '.join(sorted(_USER))}")
            figure = self._figure(f"users.{sector}", said["share"])
            where = {"region": str(said.get("region", "*")), "sector": sector}
            grade = {"criticality": str(said.get("criticality", "critical"))}
            rows.append({"good": self.good, **where, **grade, **self._cells("share", figure)})
        if rows or self.known:
            return rows
        for sector, three in self.defaults.users.items():
            figure = dict(zip(("low", "value", "high"), map(str, three), strict=True))
            key = {"good": self.good, "region": "*", "sector": sector}
            grade = {"criticality": "important"}
            rows.append({**key, **grade, **self._cells("share", figure, "class")})
        if not rows:
            self._refuse("users", f"is missing, and the class {self.defaults.kind} has none; "
                         "say which sectors need it, [users] with C26 = 0.2")  # fmt: skip
        self.assumed.append(f"users {', '.join(self.defaults.users)}")
        return rows

    def _parameters(self) -> list[Cells]:
        said = self._table("parameters")
        stock = self._table("stock")
        if not set(stock) <= {"days"}:
            self._refuse("stock", "write days, such as days = [20, 45, 90]")
        if "days" in stock:
            said["stock_days"] = stock["days"]
        rows = []
        for name, value in said.items():
            if name not in PARAMETERS:
                self._refuse(f"parameters.{name}", f"is not known; write: {', '.join(PARAMETERS)}")
            most = 1 if PARAMETERS[name] == "share" else None
            figure = self._figure(name, value, most=most)
            key = {"good": self.good, "parameter": name, "region": "*"}
            rows.append({**key, **self._cells(PARAMETERS[name], figure)})
        if not self.known and (left := [n for n in PARAMETERS if n not in said]):
            self.assumed.append(f"{len(left)} parameters, {', '.join(left[:3])} and others")
        return rows

    def _sources(self, rows: Mapping[str, list[Cells]]) -> list[Cells]:
        said = self._table("source")
        fields = {"title": f"{self.path.name} of the workspace", "url": "", "date": ""}
        fields["evidence"] = "judgement"
        for key, value in said.items():
            if key not in fields:
                self._refuse(f"source.{key}", f"is not known; write: {', '.join(fields)}")
            fields[key] = str(value)
        if isinstance(said.get("date"), dt.date) and said["date"] > self.day:
            self._refuse("source.date", f"{said['date']} is after {self.day}; give its own day")
        sources = [{"id": f"good-{self.good}", **fields}]
        if any(row["source"].startswith("class-") for some in rows.values() for row in some):
            title = (
                "Class default: coverage of the sectors that use a third or more of the "
                f"{self.defaults.goods} packaged goods of the class {self.defaults.kind}, from the "
                "lowest low to the highest high"
            )
            sources.append({"id": f"class-{self.good}", "title": title, "evidence": "judgement"})
        return sources


def read_good(path: Path, facts: Facts, day: dt.date) -> GoodFile:
    """Read a file on one good.

    Parameters
    ----------
    path
        A TOML file, see ``docs/goods.md``.
    facts
        The tables that names are looked up in.
    day
        Day of figures for which the file gives none.

    Raises
    ------
    FactsError
        If it cannot be read or does not hold what it should; the message names file and field.
    """
    if not path.is_file():
        raise FactsError(f"{path}: there is no such file; write one as docs/workspace.md shows")
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FactsError(f"{path}: cannot be read as TOML ({reason}); mend it") from None
    return GoodFile(path, said, facts, day)
