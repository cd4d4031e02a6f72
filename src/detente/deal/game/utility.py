"""Utilities of packages: linear in everything once the features of a package are known."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from detente.controls import Range
from detente.deal.game.grid import grid
from detente.deal.game.stakes import SideIssue, Stake, Stakes
from detente.deal.surface.fit import LossSurface
from detente.deal.surface.runs import Array, Flags, Runs
from detente.deal.surface.shape import products
from detente.impact import two_piece
from detente.say import per_cent

__all__ = ["Game"]

_BLOCK_BYTES = 48_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """The bargaining game: who gains what from which package, centrally and in every draw.

    A package is a row of shares, first one easing per control, then one share per side issue.

    Notes
    -----
    ``u_i(e, y) = L_i(0) - L_i(e) - sum_{k: o(k)=i} (sigma_k e_k + pi_k 1{e_k > 0}) + v_i y``

    The features are ``1 - phi_ik(1 - e_k)``, ``1 - z_k z_l``, ``e_k``, ``1{e_k > 0}`` and ``y``.
    Tightening (``e_k < 0``) buys no security value: what is held worth blocking is blocked today.
    """

    controls: tuple[str, ...]
    owners: tuple[str, ...]
    parties: tuple[str, ...]
    """Names, as in the loss runs."""
    side: tuple[str, ...]
    """Names of the side issues."""
    bounds: Array
    """Largest share of each column; 0 for a red line and for a control whose owner does not
    bargain, shape (columns,) [share]."""
    least: Array
    """Share of each column that some mandate asks for at least, shape (columns,) [share]."""
    room: Array
    """How far each control could be tightened beyond today, shape (K,) [share of today's]."""
    steps: tuple[tuple[float, ...] | None, ...]
    """For each column the only shares that it can take, rising from 0; None where it is continuous
    [share]."""
    conflicts: tuple[str, ...]
    """One sentence for each mandate that a red line rules out; then no package suits all."""
    own: Flags
    """Whether party i owns control k, shape (parties, K)."""
    stakes: tuple[Stake, ...]
    """One per control, those not named filled with zero."""
    surface: LossSurface
    """The loss surface."""
    central: Array
    """Coefficients of the features, shape (parties, features) [USD bn per month]."""
    drawn: Array
    """The same in each draw of losses and values, shape (parties, features, draws)
    [USD bn per month]."""
    drawn_losses: Array
    """The same with losses drawn and values central, shape (parties, features, draws)
    [USD bn per month]."""
    disagreement: Array
    """Utility without a deal, shape (parties,) [USD bn per month]."""
    floor: Array
    """Least utility a party accepts: disagreement + reservation, shape (parties,)
    [USD bn per month]."""

    @property
    def streams(self) -> tuple[str, ...]:
        """What each control is called by itself, whatever its label."""
        return tuple(one.stream or one.control for one in self.stakes)

    @classmethod
    def build(
        cls,
        runs: Runs,
        surface: LossSurface,
        stakes: Stakes,
        *,
        rng: np.random.Generator,
        draws: int | None = None,
    ) -> "Game":
        """Put the loss surface and the stakes together and draw what is not known.

        Parameters
        ----------
        runs
            The loss runs, for the names.
        surface
            The fitted surface.
        stakes
            Values, red lines, reservations, side issues.
        rng
            Source of the draws of the values.
        draws
            Number of draws; loss draws are used in turn. All loss draws once, if None.
        """
        stakes.check(runs.controls, runs.owners, runs.parties)
        own = np.array([[o == party for o in runs.owners] for party in runs.parties])
        known = {one.control: one for one in stakes.stakes}
        nothing = Range.exactly(0.0)
        filled = tuple(
            known.get(control)
            or Stake(party=owner, control=control, security=nothing, origin="none given")
            for control, owner in zip(runs.controls, runs.owners, strict=True)
        )
        count = len(surface.draw_alone) if draws is None else draws
        sample = np.arange(count) % len(surface.draw_alone)
        columns = _value_columns(filled, stakes.side, runs.parties)
        streams = {one.control: one.stream for one in filled if one.stream}
        values = _draw_values(columns, count, rng, streams)
        middle = {key: np.array([one.central]) for key, one in columns.items()}
        alone = np.moveaxis(surface.draw_alone[sample], 0, -1)
        joint = np.moveaxis(surface.draw_pair[sample], 0, -1)

        def coefficients(alone: Array, joint: Array, values: dict[tuple[str, str], Array]) -> Array:
            size = alone.shape[-1]
            rows = []
            for index, party in enumerate(runs.parties):
                prices = [
                    -float(own[index, k]) * np.resize(values[kind, control], size)
                    for kind in ("security", "political")
                    for k, control in enumerate(runs.controls)
                ]
                worth = [
                    np.resize(values.get((party, issue.name), np.zeros(1)), size)
                    for issue in stakes.side
                ]
                rows.append(np.vstack([alone[:, index], joint[:, index], *prices, *worth]))
            return np.stack(rows)

        limits = [
            stakes.bounds.get(control, 1.0) if owner in runs.parties else 0.0
            for control, owner in zip(runs.controls, runs.owners, strict=True)
        ]
        names = runs.controls + tuple(issue.name for issue in stakes.side)
        bounds = np.array(limits + [issue.most for issue in stakes.side], dtype=np.float64)
        steps = tuple(
            _steps(stakes.levels.get(name), most) for name, most in zip(names, bounds, strict=True)
        )
        reached = np.array(
            [some[-1] if some else most for some, most in zip(steps, bounds, strict=True)]
        )
        disagreement = np.array([stakes.disagreement.get(p, 0.0) for p in runs.parties])
        reservation = np.array([stakes.reservation.get(p, 0.0) for p in runs.parties])
        return cls(
            controls=runs.controls,
            owners=runs.owners,
            parties=runs.parties,
            side=names[len(runs.controls) :],
            bounds=reached,
            least=np.array([_wanted(stakes, name)[0] for name in names]),
            room=np.array([stakes.room.get(control, 0.0) for control in runs.controls]),
            steps=steps,
            conflicts=tuple(_conflicts(stakes, dict(zip(names, reached.tolist(), strict=True)))),
            own=own,
            stakes=filled,
            surface=surface,
            central=coefficients(surface.alone[..., None], surface.pair[..., None], middle)[..., 0],
            drawn=coefficients(alone, joint, values),
            drawn_losses=coefficients(alone, joint, middle),
            disagreement=disagreement,
            floor=disagreement + reservation,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of a package's columns: the controls, then the side issues."""
        return self.controls + self.side

    @property
    def tolerance(self) -> float:
        """Differences below this are rounding, not preferences [USD bn per month]."""
        return 1e-10 * float(max(np.abs(self.central).sum(axis=1).max(), np.abs(self.floor).max()))

    def with_disagreement(self, utility: Array) -> "Game":
        """Return the game with other utilities without a deal; asked gains stay on top of them.

        Parameters
        ----------
        utility
            Utility of each party without a deal, shape (parties,) [USD bn per month].
        """
        floor = utility + (self.floor - self.disagreement)
        return dataclasses.replace(self, disagreement=utility, floor=floor)

    def loss_by_month(self, packages: Array) -> Array:
        """Return the central losses of packages by month since the standoff's date.

        Parameters
        ----------
        packages
            shape (N, columns) [share].

        Returns
        -------
        Array
            shape (months, N, parties) [USD bn per month].
        """
        return self.surface.loss_by_month(packages[:, : len(self.controls)])

    def utility(self, packages: Array) -> Array:
        """Return the central utilities.

        Parameters
        ----------
        packages
            shape (N, columns) [share].

        Returns
        -------
        Array
            shape (N, parties) [USD bn per month].
        """
        step = max(1, _BLOCK_BYTES // (8 * self.central.size))
        found = np.empty((len(packages), len(self.parties)))
        for start in range(0, len(packages), step):
            features = self.features(packages[start : start + step])
            for party, (one, weight) in enumerate(zip(features, self.central, strict=True)):
                found[start : start + step, party] = one @ weight
        return found

    def grid_utility(self, levels: tuple[tuple[float, ...], ...]) -> Array:
        """Return the central utilities of every combination of levels, in the order of `grid`.

        Parameters
        ----------
        levels
            Levels of each column [share].

        Returns
        -------
        Array
            shape (packages, parties) [USD bn per month].

        Notes
        -----
        With the columns in two halves ``a`` and ``b``, and pair coefficients ``c_kl``,
        ``u(a, b) = u(a, 0) + u(0, b) - sum_{k in a, l in b} c_kl e_k e_l``: two small tables and
        one matrix product, whatever the number of pairs.
        """
        controls, columns = len(self.controls), len(self.names)
        sizes = np.cumsum(np.log([len(one) for one in levels]))
        cut = int(np.searchsorted(sizes, sizes[-1] / 2)) + 1 if columns > 1 else 1
        halves = []
        for start, stop in ((0, cut), (cut, columns)):
            rows = grid(levels[start:stop]) if stop > start else np.zeros((1, 0))
            whole = np.zeros((len(rows), columns))
            whole[:, start:stop] = rows
            halves.append(whole)
        left, right = halves
        alone, other = self.utility(left), self.utility(right)
        first, second = np.triu_indices(controls, k=1)
        out = np.empty((len(left), len(right), len(self.parties)))
        for party in range(len(self.parties)):
            joint = np.zeros((controls, controls))
            joint[first, second] = self.central[party, controls : controls + len(first)]
            across = (left[:, :controls] @ joint) @ right[:, :controls].T
            out[:, :, party] = alone[:, None, party] + other[None, :, party] - across
        return out.reshape(-1, len(self.parties))

    def draw_utility(self, packages: Array, *, values: bool = True) -> Array:
        """Return the utilities in every draw, for few packages.

        Parameters
        ----------
        packages
            shape (N, columns) [share].
        values
            Whether security values and politics are drawn too, or held at their central values.

        Returns
        -------
        Array
            shape (parties, N, draws) [USD bn per month].
        """
        weights = self.drawn if values else self.drawn_losses
        return np.stack(
            [one @ weight for one, weight in zip(self.features(packages), weights, strict=True)]
        )

    def blocks(self, packages: Array, *, values: bool = True) -> Iterator[tuple[slice, Array]]:
        """Yield `draw_utility` of successive slices, so that memory stays small.

        Parameters
        ----------
        packages
            shape (N, columns) [share].
        values
            As in `draw_utility`.
        """
        parties, features, draws = self.drawn.shape
        row = 8 * parties * (features + draws)
        step = max(1, _BLOCK_BYTES // row)
        for start in range(0, len(packages), step):
            part = slice(start, min(start + step, len(packages)))
            yield part, self.draw_utility(packages[part], values=values)

    def features(self, packages: Array) -> Array:
        """Return what the utilities are linear in, by party.

        Parameters
        ----------
        packages
            shape (N, columns) [share].

        Returns
        -------
        Array
            shape (parties, N, features), in the order of `central`.
        """
        many, controls = len(packages), len(self.controls)
        easings = packages[:, :controls]
        shared = np.concatenate(
            [
                1 - products(1 - easings),
                np.maximum(easings, 0.0),
                easings > 0,
                packages[:, controls:],
            ],
            axis=1,
        )
        found = np.empty((len(self.parties), many, controls + shared.shape[1]))
        np.subtract(1, self.surface.shapes(easings), out=found[:, :, :controls])
        found[:, :, controls:] = shared
        return found


def _steps(levels: tuple[float, ...] | None, most: float) -> tuple[float, ...] | None:
    if levels is None:
        return None
    return tuple(sorted({0.0, *(float(level) for level in levels if level <= most)}))


def _wanted(stakes: Stakes, name: str) -> tuple[float, str]:
    """Largest share of a column that a mandate asks for, and who asks."""
    asked = [(one[name], party) for party, one in stakes.mandates.items() if name in one]
    return max(asked, default=(0.0, ""))


def _conflicts(stakes: Stakes, bounds: dict[str, float]) -> Iterator[str]:
    for name, bound in bounds.items():
        least, party = _wanted(stakes, name)
        if least > bound:
            yield (
                f"{party} signs nothing unless {name} is eased by {per_cent(least)}, and no more "
                f"than {per_cent(bound)} is for sale."
            )


def _value_columns(
    stakes: tuple[Stake, ...], side: tuple[SideIssue, ...], parties: tuple[str, ...]
) -> dict[tuple[str, str], Range]:
    columns = {("security", one.control): one.security for one in stakes}
    columns |= {("political", one.control): one.political for one in stakes}
    for issue in side:
        columns |= {
            (party, issue.name): issue.worth[party] for party in parties if party in issue.worth
        }
    return columns


def _draw_values(
    columns: dict[tuple[str, str], Range],
    count: int,
    rng: np.random.Generator,
    streams: Mapping[str, str],
) -> dict[tuple[str, str], Array]:
    """Draw each value once per draw by Latin hypercube, in the order of what things are.

    This makes the draws independent of labels and of the order in which things are tabled.
    """
    keys = sorted(columns, key=lambda key: (key[0], streams.get(key[1], key[1])))
    strata = np.stack([rng.permutation(count) for _ in keys], axis=1)
    uniform = (strata + rng.random((count, len(keys)))) / count
    return {
        key: two_piece(uniform[:, column], *dataclasses.astuple(columns[key]))
        for column, key in enumerate(keys)
    }
