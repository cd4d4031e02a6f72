"""What has been worked out: runs by what they depend on, and the games laid over them."""

import functools
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar, cast

from detente._errors import DetenteError
from detente.page._settings import Settings

if TYPE_CHECKING:
    from detente.controls import Standoff
    from detente.deal import Deals, Explorer, LossSurface
    from detente.impact import Impact, LossRuns
    from detente.page._forms import WorkedTable

__all__ = ["Bench", "NotWorkedOutError", "Run", "key_of", "values_of"]

Thing = TypeVar("Thing")

MOST_RUNS = 24
MOST_GAMES = 96
MOST_IMPACTS = 3
"""Whole simulations that are kept, some hundred megabytes each with many goods."""

_OWN = (
    *("control", "register_ids", "imposer", "target", "goods", "instrument", "effective"),
    *("intensity", "path"),
)
"""Fields of a tabled control that its cost depends on."""


class NotWorkedOutError(DetenteError):
    """The costs of a standoff have not been worked out here, or no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a simulation of a standoff leaves for the workbench."""

    key: str
    """What it depends on, see `key_of`."""
    runs: "LossRuns"
    surface: "LossSurface"
    """The design of packages and the surface fitted to it."""
    clock: tuple[dict[str, Any], ...]
    """When stocks run out with controls as they stand, as in ``detente.brief/1``."""
    unavoidable: Mapping[str, float]
    """Cost that lifting everything would leave, by party [USD bn per month]."""
    manifest: Mapping[str, Any]
    """Version, data, draws, days and seed."""
    holders: tuple[str | None, ...] = ()
    """Who holds the leverage by month while nothing is eased, as the brief has it."""

    @classmethod
    def of(cls, impact: "Impact", runs: "LossRuns", settings: Settings) -> "Run":
        """Keep what the workbench needs of a simulation."""
        from detente.brief.brief import rounded  # noqa: PLC0415 - loads with the first run
        from detente.deal import LossSurface  # noqa: PLC0415
        from detente.impact.results import first_days  # noqa: PLC0415

        return cls(
            key=key_of(impact.standoff, settings),
            runs=runs,
            surface=LossSurface.fit(runs),
            clock=tuple(rounded(first_days(clock)) for clock in impact.clocks()),
            unavoidable=dict(zip(runs.parties, runs.unavoidable.tolist(), strict=True)),
            manifest=rounded(impact.manifest()),
            holders=tuple(impact.holders()),
        )


def key_of(standoff: "Standoff", settings: Settings) -> str:
    """Name all that the costs of a standoff depend on; values and red lines are not in it."""
    plain = standoff.costed().model_dump(mode="json")
    what = {
        "on": plain["on"],
        "parties": sorted(one["party"] for one in plain["parties"]),
        "controls": [{name: entry[name] for name in _OWN} for entry in plain["controls"]],
        "stocks": plain["stocks"],
        "run": [settings.draws, settings.days, settings.seed],
    }
    return sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:24]


class Bench:
    """The runs that are kept, and the games laid over them, all in memory.

    Parameters
    ----------
    settings
        Draws, days and seed, the same for every run.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._impacts: OrderedDict[str, Impact] = OrderedDict()
        self._kept: OrderedDict[tuple[str, str, str], Any] = OrderedDict()
        self._at_hand: dict[str, Explorer] = {}
        self._gates: dict[tuple[str, str, str], threading.Lock] = {}
        self._lock = threading.Lock()

    def keep(self, run: Run, impact: "Impact | None" = None) -> None:
        """Keep a run; the one longest not used goes.

        Parameters
        ----------
        run
            The run.
        impact
            The whole simulation that it is of, for a brief with the same costs.
        """
        with self._lock:
            if impact is not None:
                self._impacts[run.key] = impact
                self._impacts.move_to_end(run.key)
                while len(self._impacts) > MOST_IMPACTS:
                    self._impacts.popitem(last=False)
            self._runs[run.key] = run
            self._runs.move_to_end(run.key)
            while len(self._runs) > MOST_RUNS:
                self._runs.popitem(last=False)

    def simulated(self, standoff: "Standoff") -> "tuple[Impact, LossRuns] | None":
        """What was simulated of a standoff with the same costs, as of this one; None if nothing."""
        run = self.find(standoff)
        with self._lock:
            impact = None if run is None else self._impacts.get(run.key)
        if run is None or impact is None:
            return None
        return impact.of(standoff), run.runs

    def find(self, standoff: "Standoff") -> Run | None:
        """The run of a standoff, if it is there."""
        key = key_of(standoff, self.settings)
        with self._lock:
            found = self._runs.get(key)
            if found is not None:
                self._runs.move_to_end(key)
            return found

    def run(self, standoff: "Standoff") -> Run:
        """The run of a standoff.

        Raises
        ------
        NotWorkedOutError
            If it is not there.
        """
        found = self.find(standoff)
        if found is None:
            raise NotWorkedOutError(
                "what this standoff costs has not been worked out yet; do that first"
            )
        return found

    def explorer(self, standoff: "Standoff") -> "Explorer":
        """The game over a standoff, ready to answer.

        Parameters
        ----------
        standoff
            The standoff, with the values and red lines that count.
        """
        from detente.deal import Explorer, stakes_of  # noqa: PLC0415 - loads when asked for

        run = self.run(standoff)
        return self._once(
            ("game", run.key, values_of(standoff)),
            lambda: Explorer.build(
                run.runs, stakes_of(standoff), surface=run.surface, seed=self.settings.seed
            ),
        )

    def ready(self, name: str) -> "Explorer | None":
        """The game of a state that was asked for before; None if it has to be laid out.

        Parameters
        ----------
        name
            The case or token that names the standoff.
        """
        return self._at_hand.get(name)

    def explorer_of(self, name: str, standoff: "Standoff") -> "Explorer":
        """The game over a standoff, at hand from now on under a name."""
        found = self.explorer(standoff)
        with self._lock:
            self._at_hand[name] = found
            while len(self._at_hand) > MOST_GAMES:
                self._at_hand.pop(next(iter(self._at_hand)))
        return found

    def deals(self, standoff: "Standoff") -> "Deals":
        """The packages that have a name: each solution, and the likeliest."""
        from detente.deal import Rules, bargain, stakes_of  # noqa: PLC0415

        run = self.run(standoff)
        return self._once(
            ("deals", run.key, values_of(standoff)),
            lambda: bargain(
                run.runs,
                stakes_of(standoff),
                seed=self.settings.seed,
                names={entry.control: entry.name for entry in standoff.controls},
                rules=Rules(accept_error=True),
            ),
        )

    def table_json(self, standoff: "Standoff") -> bytes:
        """``detente.table/1`` of a standoff, as bytes to send."""
        run, explorer = self.run(standoff), self.explorer(standoff)
        return self._once(
            ("table", run.key, values_of(standoff)),
            lambda: json.dumps(_table(run, explorer), separators=(",", ":")).encode(),
        )

    def keep_deals(self, standoff: "Standoff", deals: "Deals") -> None:
        """Keep the named packages of a standoff that were found on the way to its brief."""
        key = ("deals", key_of(standoff, self.settings), values_of(standoff))
        self._once(key, lambda: deals)

    def _once(self, key: tuple[str, str, str], make: Callable[[], Thing]) -> Thing:
        """Make a thing once, however many ask for it at the same time; the others wait."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Thing = self._kept[key]
                return found
            gate = self._gates.setdefault(key, threading.Lock())
        with gate:
            with self._lock:
                if key in self._kept:
                    return cast("Thing", self._kept[key])
            made = make()
            with self._lock:
                self._kept[key] = made
                self._gates.pop(key, None)
                while len(self._kept) > MOST_GAMES:
                    self._kept.popitem(last=False)
            return made


def _table(run: Run, explorer: "Explorer") -> "WorkedTable":
    return {
        **explorer.payload(),
        "unavoidable": dict(run.unavoidable),
        "run": run.key,
        "today": list(run.holders),
    }


def values_of(standoff: "Standoff") -> str:
    """Name everything that is stated of a standoff, values and red lines included."""
    return _values_of(standoff.model_dump_json(exclude_defaults=True))


@functools.lru_cache(maxsize=256)
def _values_of(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
