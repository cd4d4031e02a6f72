"""One cascade after another: a firm stops, then its buyers and its suppliers, and theirs.

The state moves in steps as in the paper: every firm's level at step t + 1 follows from all levels
at t. Levels only fall and replaceability only shrinks, so what a link has already taken from its
buyer never comes back: each step adds what changed, and visits the links of changed firms alone.
"""

import numba
import numpy as np

__all__ = ["Workspace", "cascades"]

LEAST = 1e-13
"""A change of what a firm fails to deliver below this is kept back until it has grown [share]."""


class Workspace:
    """Memory of one thread; every array is at rest between two cascades.

    Parameters
    ----------
    firms, slots, markets
        Sizes [count].
    """

    def __init__(self, firms: int, slots: int, markets: int) -> None:
        self.levels = np.ones((4, firms))  # down, up, down's cap, up's last fall
        self.lost = np.zeros((4, firms))  # essential, non-essential, sales, undelivered
        self.groups = np.zeros(slots)
        self.fallen = np.zeros(markets)
        self.lists = np.zeros((6, firms), np.int32)
        self.marks = np.zeros((4, firms), np.bool_)

    def arrays(self) -> tuple[np.ndarray, ...]:
        """All of it, as the compiled loop takes it."""
        return self.levels, self.lost, self.groups, self.fallen, self.lists, self.marks


@numba.njit(nogil=True, cache=True)
def cascades(  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917
    starts,  # noqa: ANN001
    struck,  # noqa: ANN001
    left,  # noqa: ANN001
    network,  # noqa: ANN001
    market_output,  # noqa: ANN001
    replaceable,  # noqa: ANN001
    tolerance,  # noqa: ANN001
    most_steps,  # noqa: ANN001
    workspace,  # noqa: ANN001
    out,  # noqa: ANN001
) -> None:
    """Run scenarios, one after another.

    Parameters
    ----------
    starts
        Where each scenario's firms start in ``struck``, shape (scenarios + 1,).
    struck, left
        Firms that are struck, and the level they can still reach [share], shape (entries,).
    network
        Output, market, country and the links of :class:`FirmNetwork`.
    market_output
        Sum of output by market [value per period].
    replaceable
        Whether other firms of a market step in by their share of it.
    tolerance
        Stop when no level fell by more in a step [share].
    most_steps
        Stop after so many steps.
    workspace
        Of this thread.
    out
        Results, shape (scenarios, 4 + countries): lost output down and up the chain, the larger of
        the two firm by firm [value per period], steps, negative if they ran out; then the larger
        of the two by country.
    """
    output, market, country, out_start, buyers, slots, weights = network[:7]
    in_start, suppliers, shares, slot_start = network[7:]
    by_country = out.shape[1] > 4
    levels, lost, groups, fallen, lists, marks = workspace
    down, up, cap, up_fall = levels[0], levels[1], levels[2], levels[3]
    essential, added, sales, undelivered = lost[0], lost[1], lost[2], lost[3]
    hurt, reached, hit, changed, touched, sold_less = (
        lists[0], lists[1], lists[2], lists[3], lists[4], lists[5],
    )  # fmt: skip
    in_hurt, in_touched, in_reached, in_sold = marks[0], marks[1], marks[2], marks[3]
    for scenario in range(len(starts) - 1):
        n_hurt = n_changed = n_touched = n_sold = 0
        out[scenario, :] = 0.0
        for at in range(starts[scenario], starts[scenario + 1]):
            i = struck[at]
            cap[i] = down[i] = up[i] = left[at]
            up_fall[i] = 1.0 - left[at]
            fallen[market[i]] += output[i] * (1.0 - left[at])
            hurt[n_hurt], changed[n_changed], sold_less[n_sold] = i, i, i
            in_hurt[i] = in_sold[i] = True
            n_hurt += 1
            n_changed += 1
            n_sold += 1
        step = 0
        while True:
            step += 1
            largest = 0.0
            # Down the chain: what firms no longer deliver, less what their market replaces.
            n_reached = 0
            for at in range(n_hurt):
                i = hurt[at]
                missing = 1.0 - down[i]
                if replaceable:
                    rest = market_output[market[i]] - fallen[market[i]]
                    if output[i] < rest:
                        missing *= output[i] / rest
                more = missing - undelivered[i]
                if more <= LEAST:
                    continue
                undelivered[i] = missing
                for link in range(out_start[i], out_start[i + 1]):
                    j = buyers[link]
                    slot = slots[link]
                    if slot >= 0:
                        groups[slot] += weights[link] * more
                        essential[j] = max(essential[j], groups[slot])
                    else:
                        added[j] += weights[link] * more
                    if not in_reached[j]:
                        in_reached[j] = True
                        reached[n_reached] = j
                        n_reached += 1
                        if not in_touched[j]:
                            in_touched[j] = True
                            touched[n_touched] = j
                            n_touched += 1
            for at in range(n_reached):
                j = reached[at]
                in_reached[j] = False
                level = max(0.0, min(cap[j], 1.0 - max(essential[j], added[j])))
                fall = down[j] - level
                if fall > 0.0:
                    down[j] = level
                    fallen[market[j]] += output[j] * fall
                    largest = max(largest, fall)
                    if not in_hurt[j]:
                        in_hurt[j] = True
                        hurt[n_hurt] = j
                        n_hurt += 1
            # Up the chain: what customers no longer buy.
            n_hit = 0
            for at in range(n_changed):
                j = changed[at]
                for link in range(in_start[j], in_start[j + 1]):
                    i = suppliers[link]
                    sales[i] += shares[link] * up_fall[j]
                    if not in_reached[i]:
                        in_reached[i] = True
                        hit[n_hit] = i
                        n_hit += 1
            n_changed = 0
            for at in range(n_hit):
                i = hit[at]
                in_reached[i] = False
                if not in_sold[i]:
                    in_sold[i] = True
                    sold_less[n_sold] = i
                    n_sold += 1
                level = max(0.0, min(cap[i], 1.0 - sales[i]))
                fall = up[i] - level
                if fall > 0.0:
                    up[i] = level
                    up_fall[i] = fall
                    largest = max(largest, fall)
                    changed[n_changed] = i
                    n_changed += 1
            if largest <= tolerance or step >= most_steps:
                break
        by_down = by_up = by_both = 0.0
        for at in range(n_hurt):
            i = hurt[at]
            by_down += output[i] * (1.0 - down[i])
            more = output[i] * max(0.0, up[i] - down[i])
            by_both += more
            if by_country:
                out[scenario, 4 + country[i]] += more
        for at in range(n_sold):
            i = sold_less[at]
            more = output[i] * (1.0 - up[i])
            by_up += more
            if by_country:
                out[scenario, 4 + country[i]] += more
        out[scenario, 0] = by_down
        out[scenario, 1] = by_up
        out[scenario, 2] = by_up + by_both
        out[scenario, 3] = step if largest <= tolerance else -step
        for at in range(n_hurt):
            i = hurt[at]
            down[i] = cap[i] = 1.0
            undelivered[i] = 0.0
            fallen[market[i]] = 0.0
            in_hurt[i] = False
        for at in range(n_touched):
            j = touched[at]
            essential[j] = added[j] = 0.0
            in_touched[j] = False
            groups[slot_start[j] : slot_start[j + 1]] = 0.0
        for at in range(n_sold):
            i = sold_less[at]
            up[i] = 1.0
            sales[i] = 0.0
            in_sold[i] = False
