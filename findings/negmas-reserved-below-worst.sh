#!/bin/sh
# NegMAS 0.16.0: nash_points, kalai_points and ks_points count gains from the reserved value only where it lies above
# the worst outcome; below that they count from the worst outcome, without a word. A breakdown that both sides fear more
# than any deal (a reserved value of 0 where each deal gives .5 or more) thus has no weight, and the Nash point is
# another deal than the one with the largest product of gains over the reserved values.
# Seen: deals (.5, .9), (.95, .5), (.7, .6); products over 0 are .45, .475, .42, yet (.7, .6) is named as the Nash
# point, for reserved values of 0 and of .3. Exit 1 if this is no longer so.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check negmas==0.16.0
"$home/venv/bin/python" -W ignore - <<'END'
import sys

from negmas import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.ops import nash_points, pareto_frontier

DEALS = [(0.5, 0.9), (0.95, 0.5), (0.7, 0.6)]
space = make_os([make_issue(len(DEALS), name="deal")])
as_found = []
for reserved in (0.0, 0.3):
    sides = [
        LinearAdditiveUtilityFunction(
            values=[{number: deal[side] for number, deal in enumerate(DEALS)}],
            weights=[1.0],
            outcome_space=space,
            reserved_value=reserved,
        )
        for side in (0, 1)
    ]
    frontier, _ = pareto_frontier(sides, outcomes=[(number,) for number in range(len(DEALS))])
    named = [tuple(map(float, point)) for point, _ in nash_points(sides, frontier, outcome_space=space)]
    largest = max(DEALS, key=lambda deal: (deal[0] - reserved) * (deal[1] - reserved))
    print(f"reserved {reserved}: largest product of gains at {largest}, NegMAS names {named}")
    as_found.append(named == [(0.7, 0.6)] and largest == (0.95, 0.5))
sys.exit(0 if all(as_found) else 1)
END
