"""One cascade after another: a firm stops, then its buyers and its suppliers, and theirs.

The state moves in steps as in the paper: every firm's level at step t + 1 follows from all levels
at t. Levels only fall and replaceability only shrinks, so what a link has already taken from its
buyer never comes back: each step adds what changed. While few firms move, their links alone are
visited, and all that a step needs of a firm lies in one line of memory. Once many do, all links
are read in the order of their buyers, and what is random is one place of 16 bytes by supplier for
both ways at once. Either way such places are asked for ahead of their use.
"""

from detente.impact._kernel import kernel
from detente.impact.firms._prefetch import prefetch
from detente.impact.firms._workspace import (
    ADDED,
    DOWN,
    GONE,
    LEAST,
    NEEDED,
    OFFER,
    OUTPUT,
    PASSED,
    SALES,
    SEEN,
    UP,
)

__all__ = ["cascades"]

WIDE = 0.25
"""Firms that move, of all, both ways together, from which on all links are read [share]."""

FIRMS_AHEAD = 4
"""How many firms ahead their links, and the places these lead to, are asked for [count]."""

LINKS_AHEAD = 48
"""How many links ahead, or of such a firm at most [count]."""


@kernel
def cascades(  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917
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
        Output, market, country and the links of :class:`FirmNetwork`, and one over what is bought.
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
    market = network[1]
    state, _, _, _, fallen, lists, amounts = workspace
    stamp = 0.0  # of a step one way; no two are alike, so that nothing must be wiped between
    state[:, SEEN] = 0.0
    for scenario in range(len(starts) - 1):
        n_struck = starts[scenario + 1] - starts[scenario]
        for at in range(n_struck):
            i = struck[starts[scenario] + at]
            lost = 1.0 - left[starts[scenario] + at]
            state[i, DOWN] = state[i, UP] = lost
            fallen[market[i]] += state[i, OUTPUT] * lost
            lists[0, at] = lists[2, at] = lists[4, at] = i
            amounts[1, at] = lost
        n_hurt = n_sold = n_changed = n_struck
        n_touched = 0
        wide = offered = False
        step = 0
        largest = 1.0
        while largest > tolerance and step < most_steps:
            step += 1
            if not wide:
                n_moving = _offers(market, market_output, replaceable, workspace, n_hurt)
                wide = n_moving + n_changed > WIDE * len(state)
                if wide:
                    offered = n_moving > 0
                    _widen(workspace, (n_hurt, n_touched, n_sold, n_moving, n_changed))
            if wide:
                largest, offered = _pull(network, market_output, replaceable, workspace, offered)
            else:
                n_hurt, n_touched, fell = _push_down(
                    network, workspace, stamp + 1.0, n_moving, n_hurt, n_touched
                )
                n_changed, n_sold, fell_up = _push_up(
                    network, workspace, stamp + 2.0, n_changed, n_sold
                )
                stamp += 2.0
                largest = max(fell, fell_up)
        out[scenario, :] = 0.0
        out[scenario, 3] = step if largest <= tolerance else -step
        if wide:
            _add_up_all(network, workspace, out[scenario])
        else:
            _add_up(network, workspace, n_hurt, n_touched, n_sold, out[scenario])


@kernel
def _offers(market, market_output, replaceable, workspace, n_hurt) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """List the firms that deliver less than before, less what their market replaces."""
    state, _, _, _, fallen, lists, amounts = workspace
    hurt, moving, moved = lists[0], lists[3], amounts[0]
    n_moving = 0
    for at in range(n_hurt):
        i = hurt[at]
        missing = state[i, DOWN]
        if replaceable:
            rest = market_output[market[i]] - fallen[market[i]]
            if state[i, OUTPUT] < rest:
                missing *= state[i, OUTPUT] / rest
        more = missing - state[i, GONE]
        if more > LEAST:
            state[i, GONE] = missing
            moving[n_moving] = i
            moved[n_moving] = more
            n_moving += 1
    return n_moving


@kernel
def _push_down(network, workspace, stamp, n_moving, n_hurt, n_touched) -> tuple[int, int, float]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Take from buyers what moving firms no longer deliver."""
    market = network[1]
    start, buyers, slots, weights = network[3:7]
    state, _, _, groups, fallen, lists, amounts = workspace
    hurt, touched, moving, reached, moved = lists[0], lists[1], lists[3], lists[5], amounts[0]
    n_reached = 0
    for at in range(n_moving):
        _look_ahead(moving, at, n_moving, start, buyers, weights, state)
        i, more = moving[at], moved[at]
        for link in range(start[i], start[i + 1]):
            j, slot = buyers[link], slots[link]
            if state[j, SEEN] != stamp:
                state[j, SEEN] = stamp
                reached[n_reached] = j
                n_reached += 1
                if state[j, ADDED] == 0.0 and state[j, NEEDED] == 0.0:
                    touched[n_touched] = j
                    n_touched += 1
            if slot >= 0:
                groups[slot] += weights[link] * more
                state[j, NEEDED] = max(state[j, NEEDED], groups[slot])
            else:
                state[j, ADDED] += weights[link] * more
    largest = 0.0
    for at in range(n_reached):
        j = reached[at]
        lost = min(1.0, max(state[j, NEEDED], state[j, ADDED]))
        fall = lost - state[j, DOWN]
        if fall > 0.0:
            if state[j, DOWN] == 0.0:
                hurt[n_hurt] = j
                n_hurt += 1
            state[j, DOWN] = lost
            fallen[market[j]] += state[j, OUTPUT] * fall
            largest = max(largest, fall)
    return n_hurt, n_touched, largest


@kernel
def _push_up(network, workspace, stamp, n_changed, n_sold) -> tuple[int, int, float]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Take from suppliers what customers no longer buy."""
    start, suppliers, _, shares = network[7:11]
    state, _, _, _, _, lists, amounts = workspace
    sold, changed, reached, fell = lists[2], lists[4], lists[5], amounts[1]
    n_reached = 0
    for at in range(n_changed):
        _look_ahead(changed, at, n_changed, start, suppliers, shares, state)
        j, fall = changed[at], fell[at]
        for link in range(start[j], start[j + 1]):
            i = suppliers[link]
            if state[i, SEEN] != stamp:
                state[i, SEEN] = stamp
                reached[n_reached] = i
                n_reached += 1
                if state[i, SALES] == 0.0 and state[i, UP] == 0.0:
                    sold[n_sold] = i
                    n_sold += 1
            state[i, SALES] += shares[link] * fall
    n_changed = 0
    largest = 0.0
    for at in range(n_reached):
        i = reached[at]
        lost = min(1.0, state[i, SALES])
        fall = lost - state[i, UP]
        if fall > 0.0:
            state[i, UP] = lost
            largest = max(largest, fall)
            changed[n_changed] = i
            fell[n_changed] = fall
            n_changed += 1
    return n_changed, n_sold, largest


@kernel
def _look_ahead(firms, at, count, start, ends, weights, state) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Fetch what the next firms of a list need: where links start, the links, whom they reach."""
    if at + 3 * FIRMS_AHEAD < count:
        prefetch(start, firms[at + 3 * FIRMS_AHEAD])
    if at + 2 * FIRMS_AHEAD < count:
        first = start[firms[at + 2 * FIRMS_AHEAD]]
        prefetch(ends, first)
        prefetch(weights, first)
    if at + FIRMS_AHEAD < count:
        i = firms[at + FIRMS_AHEAD]
        for link in range(start[i], min(start[i + 1], start[i] + LINKS_AHEAD)):
            prefetch(state, ends[link])


@kernel
def _add_up(network, workspace, n_hurt, n_touched, n_sold, out) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Add up what is lost, and put all that the lists name at rest."""
    market, country, slot_start = network[1], network[2], network[11]
    state, _, _, groups, fallen, lists, _ = workspace
    hurt, touched, sold = lists[0], lists[1], lists[2]
    by_country = len(out) > 4
    for at in range(n_hurt):
        i = hurt[at]
        out[0] += state[i, OUTPUT] * state[i, DOWN]
        more = state[i, OUTPUT] * max(0.0, state[i, DOWN] - state[i, UP])
        out[2] += more
        if by_country:
            out[4 + country[i]] += more
        fallen[market[i]] = 0.0
    for at in range(n_sold):
        i = sold[at]
        more = state[i, OUTPUT] * state[i, UP]
        out[1] += more
        out[2] += more
        if by_country:
            out[4 + country[i]] += more
        state[i, SALES] = state[i, UP] = 0.0
    for at in range(n_hurt):
        i = hurt[at]
        state[i, DOWN] = state[i, GONE] = 0.0
    for at in range(n_touched):
        j = touched[at]
        if state[j, NEEDED] > 0.0:
            groups[slot_start[j] : slot_start[j + 1]] = 0.0
        state[j, ADDED] = state[j, NEEDED] = 0.0


@kernel
def _widen(workspace, counts) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Carry the state of all firms that the lists name over, and put it at rest there."""
    state, selling, everyone, _, _, lists, amounts = workspace
    added, down, gone, up, up_fall = everyone
    n_hurt, n_touched, n_sold, n_moving, n_changed = counts
    for at in range(n_moving):
        i = lists[3, at]
        selling[i, OFFER] = amounts[0, at] * state[i, OUTPUT]
    for at in range(n_changed):
        up_fall[lists[4, at]] = amounts[1, at]
    for at in range(n_touched):
        j = lists[1, at]
        added[j] = state[j, ADDED]
        state[j, ADDED] = state[j, NEEDED] = 0.0
    for at in range(n_hurt):
        i = lists[0, at]
        down[i], gone[i] = state[i, DOWN], state[i, GONE]
        state[i, DOWN] = state[i, GONE] = 0.0
    for at in range(n_sold):
        i = lists[2, at]
        selling[i, PASSED], up[i] = state[i, SALES], state[i, UP]
        state[i, SALES] = state[i, UP] = 0.0


@kernel
def _pull(network, market_output, replaceable, workspace, offered) -> tuple[float, bool]:  # type: ignore[no-untyped-def]  # noqa: ANN001, C901, PLR0912
    """Run one step both ways; how far a level fell at most, and whether deliveries fall next."""
    output, market = network[0], network[1]
    start, suppliers, slots, shares, slot_start, per_bought, per_group = network[7:14]
    _, selling, everyone, groups, fallen, _, _ = workspace
    added, down, gone, up, up_fall = everyone
    largest = 0.0
    last = len(suppliers) - 1
    for j in range(len(output)):
        fall_up = up_fall[j]
        if offered and down[j] < 1.0:
            more = 0.0
            for link in range(start[j], start[j + 1]):
                prefetch(selling, suppliers[min(link + LINKS_AHEAD, last)])
                i, slot, share = suppliers[link], slots[link], shares[link]
                part = share * selling[i, OFFER]
                selling[i, PASSED] += share * fall_up
                if slot >= 0:
                    groups[slot] += part * per_group[slot]
                elif slot == -1:
                    more += part
            added[j] += more * per_bought[j]
            lost = added[j]
            for slot in range(slot_start[j], slot_start[j + 1]):
                lost = max(lost, groups[slot])
            lost = min(1.0, lost)
            fall = lost - down[j]
            if fall > 0.0:
                down[j] = lost
                fallen[market[j]] += output[j] * fall
                largest = max(largest, fall)
        elif fall_up > 0.0:
            for link in range(start[j], start[j + 1]):
                prefetch(selling, suppliers[min(link + LINKS_AHEAD, last)])
                selling[suppliers[link], PASSED] += shares[link] * fall_up
    offered = False
    for i in range(len(output)):
        lost = min(1.0, selling[i, PASSED])
        fall = max(0.0, lost - up[i])
        up[i] += fall
        up_fall[i] = fall
        largest = max(largest, fall)
        missing = down[i]
        if replaceable and missing > 0.0:
            rest = market_output[market[i]] - fallen[market[i]]
            if output[i] < rest:
                missing *= output[i] / rest
        more = missing - gone[i]
        if more > LEAST:
            gone[i] = missing
            selling[i, OFFER] = more * output[i]
            offered = True
        else:
            selling[i, OFFER] = 0.0
    return largest, offered


@kernel
def _add_up_all(network, workspace, out) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Add up what is lost, and put all at rest."""
    output, country = network[0], network[2]
    _, selling, everyone, groups, fallen, _, _ = workspace
    _, down, _, up, _ = everyone
    by_country = len(out) > 4
    for i in range(len(output)):
        both = output[i] * max(down[i], up[i])
        out[0] += output[i] * down[i]
        out[1] += output[i] * up[i]
        out[2] += both
        if by_country:
            out[4 + country[i]] += both
    everyone[:] = 0.0
    selling[:] = 0.0
    groups[:] = 0.0
    fallen[:] = 0.0
