"""The register: every control we know, queryable by date, imposer, target and good."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente._errors import UnknownCodeError
from detente._shown import Shown
from detente.controls._control import Control, from_rows
from detente.controls._state import Check, Status
from detente.facts import ControlIntensityRow, ControlRow, Facts, GoodNames, PartyNames, load_facts

__all__ = ["Reach", "Register"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """To what day the register knows how its controls stand."""

    to: date | None
    """The day, or ``None`` if nothing was ever checked."""
    checks: tuple[Check, ...]
    """The sources that its controls rest on, each with the last day to which it was checked, newest
    first."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Register(Shown):
    """All controls we know.

    Parameters
    ----------
    controls
        The controls, ordered by effective date.
    good_names, party_names
        What finds the goods a query may ask for.
    known_parties
        ISO3 codes a query may ask for: parties, and countries of any region.
    """

    controls: tuple[Control, ...]
    good_names: GoodNames
    party_names: PartyNames
    known_parties: tuple[str, ...]

    @classmethod
    def load(cls) -> "Register":
        """Load the register shipped with the package (cached).

        Examples
        --------
        >>> import datetime
        >>> register = Register.load()
        >>> control = register.get("CN-2025-18")
        >>> str(control.status(datetime.date(2025, 6, 10)))
        'in force'
        """
        return _shipped()

    @classmethod
    def from_facts(cls, facts: Facts) -> "Register":
        """Build the register from a set of facts tables."""
        points: dict[str, list[ControlIntensityRow]] = {}
        for row in facts.control_intensity:
            points.setdefault(row.control, []).append(row)
        blocs = _members_of_blocs(facts)
        checked = facts.checked
        controls = [
            from_rows(
                row.model_copy(update={"goods": facts.goods_under(row)}),
                tuple(points.get(row.id, ())) or _by_class(row, facts),
                blocs,
                checked,
                facts.ends_of(row.id),
            )
            for row in facts.controls
        ]
        controls.sort(key=lambda c: (c.effective or c.announced or date.max, c.id))
        return cls(
            controls=tuple(controls),
            good_names=facts.good_names(),
            party_names=facts.party_names(),
            known_parties=tuple(
                dict.fromkeys(
                    [row.iso3 for row in facts.parties]
                    + [code for region in facts.regions for code in region.members]
                )
            ),
        )

    def __iter__(self) -> Iterator[Control]:
        return iter(self.controls)

    def __len__(self) -> int:
        return len(self.controls)

    def get(self, control: str) -> Control:
        """Return one control by its id.

        Raises
        ------
        UnknownCodeError
            If there is none; the message names the nearest ids.
        """
        for entry in self.controls:
            if entry.id == control:
                return entry
        raise UnknownCodeError("control", control, [c.id for c in self.controls])

    def reaches(self, *imposers: str) -> Reach:
        """Return to what day the register reaches, and by which sources.

        Parameters
        ----------
        *imposers
            ISO3 of those whose controls are asked about; all if none. With several it reaches only
            as far as it does for each of them; one without a control in it is passed over.
        """
        rested = [
            (control.imposer, control.checked)
            for control in self.controls
            if control.checked is not None and (not imposers or control.imposer in imposers)
        ]
        newest: dict[str, date] = {}
        for imposer, check in rested:
            group = imposer if imposers else ""
            newest[group] = max(newest.get(group, date.min), check.on)
        last: dict[str, Check] = {}
        for _, check in sorted(rested):
            last[check.source] = check
        return Reach(
            to=min(newest.values(), default=None),
            checks=tuple(sorted(last.values(), key=lambda c: (-c.on.toordinal(), c.source))),
        )

    def query(
        self,
        *,
        on: date | None = None,
        statuses: Sequence[Status] = (Status.IN_FORCE,),
        imposer: str | None = None,
        target: str | None = None,
        good: str | None = None,
    ) -> tuple[Control, ...]:
        """Find controls.

        Parameters
        ----------
        on
            Keep those whose status on this day is one of ``statuses``; without it, all.
        statuses
            Statuses to keep when ``on`` is given.
        imposer, target
            Parties by code or name, such as ``CHN``, ``PRC`` or ``South Korea``.
        good
            A good by its id, one of its names, a customs code or a code of a control list; a group
            of goods stands for any of them.

        Raises
        ------
        UnknownCodeError
            For a party or good that no table knows.
        """
        imposer = None if imposer is None else self._party(imposer)
        target = None if target is None else self._party(target)
        goods = {row.good for row in self.good_names.several(good)} if good is not None else set()
        return tuple(
            c
            for c in self.controls
            if (on is None or c.status(on) in statuses)
            and (imposer is None or c.imposer == imposer)
            and (target is None or c.aims_at(target))
            and (good is None or not goods.isdisjoint(c.goods))
        )

    def _party(self, word: str) -> str:
        code = word if word in self.known_parties else self.party_names.code(word)
        if code not in self.known_parties:
            raise UnknownCodeError("party", word, self.known_parties)
        return code


def _members_of_blocs(facts: Facts) -> dict[str, str]:
    """Countries and regions inside each party that spans several regions, to the party's code."""
    return {
        code: party.iso3
        for party in facts.parties
        if len(party.region) > 1
        for region in party.region
        for code in (region, *facts.region(region).members)
    }


def _by_class(row: ControlRow, facts: Facts) -> tuple[ControlIntensityRow, ...]:
    """What controls of the kind block, for one that nobody measured."""
    point = facts.class_intensity(row)
    return () if point is None else (point,)


@cache
def _shipped() -> Register:
    return Register.from_facts(load_facts())
