#!/bin/sh
# BoARIO 0.7.2: overproduction that a stop brought about does not fade afterwards. Its model description lets
# overproduction return to its base with the time constant alpha_tau (365 steps by default) once demand can be met; in a
# run it falls only in proportion to how far output exceeds demand of the day before, which at rest is next to nothing.
# Ten steps at a tenth of capacity leave the industry above its old capacity for good: three time constants later
# nine tenths of the excess are still there, where a twentieth would be expected.
# Seen: excess of capacity .73 % after 100 steps, .65 % after 1,195 (test table of pymrio). Exit 1 if not so.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check \
    boario==0.7.2 pymrio==0.7.0 progressbar2==4.6.0 numpy==2.4.6 pandas==3.1.1
"$home/venv/bin/python" - 2>"$home/log" <<'END' || { tail -n 3 "$home/log" >&2; exit 1; }
import math
import sys
import warnings

warnings.simplefilter("ignore")

import pandas as pd
import pymrio
from boario.event import from_series
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation

EARLY, LATE, TAU = 100, 1195, 365
model = ARIOPsiModel(pymrio.load_test().calc_all(), alpha_tau=TAU)
where = pd.MultiIndex.from_tuples([model.industries[0]], names=["region", "sector"])
run = Simulation(model, n_temporal_units_to_sim=LATE + 5)
run.add_event(
    from_series(
        pd.Series([0.9], index=where),
        event_type="arbitrary",
        occurrence=3,
        duration=10,
        recovery_tau=1,
    )
)
run.loop()
capacity = run.production_capacity.to_numpy()[:, 0]
early, late = (capacity[step] / capacity[0] - 1 for step in (EARLY, LATE))
print(f"capacity above base: {early:.2%} after {EARLY} steps, {late:.2%} after {LATE}")
expected = math.exp(-(LATE - EARLY) / TAU)
print(f"left of it: {late / early:.2f}; exp(-t/tau) would leave {expected:.2f}")
sys.exit(0 if early > 0.005 and late / early > 0.85 else 1)
END
