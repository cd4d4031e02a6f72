"""The register: every control we know, queryable by date, imposer, target and good."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente._errors import UnknownCodeError
from detente.controls._control import Control, Status, from_rows
from detente.facts import ControlIntensityRow, ControlRow, Facts, load_facts

__all__ = ["Register"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """All controls we know.

    Parameters
    ----------
    controls
        The controls, ordered by effective date.
    known_goods
        Ids of the goods a query may ask for.
    known_parties
        ISO3 codes a query may ask for: parties, and countries of any region.
    """

    controls: tuple[Control, ...]
    known_goods: tuple[str, ...]
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
        controls = [
            from_rows(
                row.model_copy(update={"goods": facts.goods_under(row)}),
                tuple(points.get(row.id, ())) or _by_class(row, facts),
                blocs,
            )
            for row in facts.controls
        ]
        controls.sort(key=lambda c: (c.effective or c.announced or date.max, c.id))
        return cls(
            controls=tuple(controls),
            known_goods=tuple(row.good for row in facts.goods),
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
            ISO3 codes.
        good
            Good id.

        Raises
        ------
        UnknownCodeError
            For a party or good that no table knows.
        """
        for party in (imposer, target):
            if party is not None and party not in self.known_parties:
                raise UnknownCodeError("party", party, self.known_parties)
        if good is not None and good not in self.known_goods:
            raise UnknownCodeError("good", good, self.known_goods)
        return tuple(
            c
            for c in self.controls
            if (on is None or c.status(on) in statuses)
            and (imposer is None or c.imposer == imposer)
            and (target is None or c.aims_at(target))
            and (good is None or good in c.goods)
        )


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
