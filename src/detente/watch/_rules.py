"""What is to be told: rules of a watch, one TOML file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from detente._errors import DetenteError, UnknownCodeError
from detente.casebook import topics_of
from detente.controls import Register
from detente.facts import load_facts

__all__ = ["Rule", "load_rules"]

FORMAT = "detente.watch/1"
KINDS = ("control", "offer", "stop-date")
_FIELDS = frozenset({"name", "kind", "controls", "goods", "case", "party", "days"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is to be told."""

    name: str
    """What alerts call it."""
    kind: Literal["control", "offer", "stop-date"]
    """``control``: a control changes its state, as an article says or as the register has it;
    ``offer``: an offer appears, hardens, is withdrawn or comes back; ``stop-date``: the day on
    which lines stop for want of a good moves."""
    controls: tuple[str, ...] = ()
    """Ids of the register; for ``control``."""
    topics: tuple[str, ...] = ()
    """What its goods are about, as `detente.casebook.topics_of` names it."""
    goods: tuple[str, ...] = ()
    """Ids of goods or of groups of goods; all if none are given."""
    case: str = ""
    """Only this case; all if empty."""
    party: str = ""
    """Whose lines, ISO3; for ``stop-date``; all if empty."""
    days: float = 7.0
    """Least move of the stop date that is told [day]."""


def load_rules(path: Path) -> tuple[Rule, ...]:
    """Read the rules of a watch.

    Parameters
    ----------
    path
        TOML with ``format = "detente.watch/1"`` and a ``[[rule]]`` for each.

    Raises
    ------
    DetenteError
        If the file or a rule is wrong; the message names file, rule and field.
    """
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise DetenteError(f"{path}: cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DetenteError(f"{path}: is no TOML ({error})") from None
    if table.get("format") != FORMAT:
        raise DetenteError(f'{path}: field format: write format = "{FORMAT}"')
    rows = table.get("rule", [])
    if not isinstance(rows, list) or not rows:
        raise DetenteError(f"{path}: no [[rule]]; write one for each thing that is to be told")
    rules = tuple(_rule(row, f"{path}: rule {at}") for at, row in enumerate(rows, 1))
    names = [rule.name for rule in rules]
    for name in names:
        if names.count(name) > 1:
            raise DetenteError(f"{path}: two rules are called {name!r}; give each its own name")
    return rules


def _rule(row: Mapping[str, Any], where: str) -> Rule:
    for field in row:
        if field not in _FIELDS:
            raise DetenteError(
                f"{where}: field {field}: unknown; give {', '.join(sorted(_FIELDS))}"
            )
    name, kind = row.get("name"), row.get("kind")
    if not isinstance(name, str) or not name.strip() or len(name) > 80:
        raise DetenteError(f"{where}: field name: give it a name of at most 80 characters")
    if kind not in KINDS:
        raise DetenteError(f"{where}: field kind: give {', '.join(KINDS)}, not {kind!r}")
    controls, goods = _texts(row, "controls", where), _texts(row, "goods", where)
    if kind == "control" and not (controls or goods):
        raise DetenteError(f"{where}: give controls, by their ids, or goods")
    _known(controls, goods, where)
    days = row.get("days", 7.0)
    if isinstance(days, bool) or not isinstance(days, (int, float)) or not 0 < days < 10_000:
        raise DetenteError(f"{where}: field days: give a number above 0, not {days!r}")
    return Rule(
        name=name,
        kind=kind,
        controls=controls,
        goods=goods,
        topics=topics_of(goods),
        case=str(row.get("case", "")),
        party=str(row.get("party", "")),
        days=float(days),
    )


def _known(controls: Sequence[str], goods: Sequence[str], where: str) -> None:
    """Refuse ids that the tables do not have."""
    facts = load_facts()
    for kind, given, known in (
        ("control", controls, {control.id for control in Register.load()}),
        (
            "good",
            goods,
            {good.good for good in facts.goods} | {group.group for group in facts.good_groups},
        ),
    ):
        for one in given:
            if one not in known:
                raise DetenteError(f"{where}: {UnknownCodeError(kind, one, known)}")


def _texts(row: Mapping[str, Any], field: str, where: str) -> tuple[str, ...]:
    given = row.get(field, [])
    given = [given] if isinstance(given, str) else given
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise DetenteError(f"{where}: field {field}: give a list of texts")
    return tuple(given)
