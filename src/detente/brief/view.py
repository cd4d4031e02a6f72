"""The payload with its names looked up: what each party, control, good and person is called.

The charts, the words and the terminal ask here, so a name is written the same way everywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from detente.controls import in_sentence, with_article
from detente.deal.shape.deals import Deals
from detente.say import clean

__all__ = ["Payload", "View", "triple"]

SEVERAL_PEOPLE = frozenset({"people", "staff", "police", "men", "women"})
"""Words for several people that do not end in s."""

Payload: TypeAlias = dict[str, Any]


def triple(row: Mapping[str, Any]) -> dict[str, float]:
    """Take low, central and high out of a row."""
    return {key: float(row[key]) for key in ("low", "central", "high")}


@dataclass(frozen=True, slots=True)
class View:
    """A payload and the names in it."""

    payload: Payload
    """A ``detente.brief/1`` dict."""
    _party: dict[str, str] = field(init=False, default_factory=dict)
    _control: dict[str, str] = field(init=False, default_factory=dict)
    _good: dict[str, str] = field(init=False, default_factory=dict)
    _entity: dict[str, dict[str, Any]] = field(init=False, default_factory=dict)
    _date: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        standoff = self.payload["standoff"]
        self._party.update({row["party"]: clean(row["name"]) for row in standoff["parties"]})
        for row in self.payload["third_countries"]:
            self._party.setdefault(row["region"], clean(row["name"]))
        self._control.update({row["control"]: clean(row["name"]) for row in standoff["controls"]})
        self._good.update({row["good"]: clean(row["name"]) for row in self.payload["goods"]})
        self._good.update({row["good"]: clean(row["good_name"]) for row in self.payload["clock"]})
        reading = self.reading
        self._entity.update({row["id"]: row for row in reading.get("entities", ())})
        self._date.update({row["id"]: clean(row["value"]) for row in reading.get("dates", ())})

    @property
    def reading(self) -> dict[str, Any]:
        """Return the embedded reading; empty where the standoff was written by hand."""
        return self.payload["reading"] or {}

    @property
    def deals(self) -> Deals:
        """The bargain, and who keeps it."""
        return cast("Deals", self.payload["deals"])

    @property
    def parties(self) -> list[str]:
        """The bargaining parties, in the order of the standoff [ISO3]."""
        return [row["party"] for row in self.payload["standoff"]["parties"]]

    def rank(self, party: str) -> int:
        """Place of a party in the standoff, which fixes its colour; others share the last."""
        return min(self.parties.index(party), 3) if party in self.parties else 3

    def party(self, code: str) -> str:
        """Name of a party or region."""
        return self._party.get(code, code)

    def the(self, code: str) -> str:
        """Name of a party inside a sentence, with its article."""
        return with_article(self.party(code))

    def control(self, code: str) -> str:
        """Name of a control."""
        return self._control.get(code, code)

    def good(self, code: str) -> str:
        """Name of a good."""
        return self._good.get(code) or clean(code).replace("-", " ")

    def goods(self, codes: Iterable[str]) -> list[str]:
        """Names of goods."""
        return [self.good(code) for code in codes]

    def speaker(self, entity: str | None) -> str:
        """Name of whoever spoke."""
        found = self._entity.get(entity or "")
        return clean(found["name"]) if found else "unnamed"

    def which(self, entity: str | None) -> str:
        """Say "who" of a person or people, "which" of a body."""
        found = self._entity.get(entity or "")
        body = found and found["type"] in {"government", "organisation", "company", "outlet"}
        return "which" if body else "who"

    def several(self, entity: str | None) -> bool:
        """Whether whoever spoke is several people, such as "three people" or "two officials"."""
        found = self._entity.get(entity or "")
        if not found or found["type"] != "group":
            return False
        words = clean(found["name"]).lower().split() or [""]
        plural = words[-1] in SEVERAL_PEOPLE or (words[-1][-1:] == "s" and words[-1][-2:] != "ss")
        return plural and words[0] not in {"a", "an", "one"}

    def role(self, entity: str | None) -> str:
        """Role of whoever spoke, or the kind of body it is."""
        found = self._entity.get(entity or "")
        if not found:
            return ""
        return clean(found.get("role")) or clean(self.party(found.get("party") or ""))

    def date(self, date: str | None) -> str:
        """Value of a date of the reading [ISO 8601 or TIMEX3]."""
        return self._date.get(date or "", "")

    def inline(self, name: str) -> str:
        """Write the name of a control or good as it stands inside a sentence.

        A first word that is an ordinary word loses its capital: a good's always is one unless it
        holds another capital or a digit; a control's if it is one of the usual openings.
        """
        first = name.split(" ", 1)[0]
        plain = first[1:].islower() or ("-" in first and first[1:2].islower())
        if name in self._good.values() and plain:
            return name[:1].lower() + name[1:]
        return in_sentence(name)

    def thing(self, code: str) -> str:
        """Name of a control or a good, whichever the id belongs to."""
        return self._control.get(code) or self.good(code)

    def shown_controls(self) -> list[dict[str, Any]]:
        """The controls of the standoff."""
        rows: list[dict[str, Any]] = self.payload["standoff"]["controls"]
        return rows

    def totals(self) -> dict[str, dict[str, Any]]:
        """The total of each party under the status quo."""
        return {row["party"]: row for row in self.payload["totals"]}

    def paired_losses(self) -> dict[str, list[dict[str, Any]]]:
        """Losses by control, largest central sum of the bargaining parties first.

        Within a control: the parties in their order, then third countries by size.
        """
        by_control: dict[str, list[dict[str, Any]]] = {}
        for row in self.payload["losses"]:
            by_control.setdefault(row["control"], []).append(row)
        for rows in by_control.values():
            rows.sort(key=lambda row: (self.rank(row["party"]), -row["central"], row["party"]))

        def size(item: tuple[str, list[dict[str, Any]]]) -> tuple[float, str]:
            code, rows = item
            return -sum(row["central"] for row in rows if row["party"] in self.parties), code

        return dict(sorted(by_control.items(), key=size))
