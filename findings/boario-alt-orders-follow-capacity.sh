#!/bin/sh
# BoARIO 0.7.2, order_type="alt": orders are split between suppliers by what each *could* make, not by what it makes.
# The option is there so that buyers turn away from who cannot deliver; a supplier that stands still for want of an
# input, its own capacity whole, keeps its share of the orders, and only damage at its own door moves them.
# With one region's mines stopped for 120 steps, the split of orders equals base flows weighted by capacity to the
# last digits (4e-16), and differs from the split by output by up to .39 of a user's orders. Exit 1 if not so.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check \
    boario==0.7.2 pymrio==0.7.0 progressbar2==4.6.0 numpy==2.4.6 pandas==3.1.1
"$home/venv/bin/python" - 2>"$home/log" <<'END' || { tail -n 3 "$home/log" >&2; exit 1; }
import sys
import warnings

warnings.simplefilter("ignore")

import numpy as np
import pandas as pd
import pymrio
from boario.event import from_series
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation

STEPS = 120
model = ARIOPsiModel(pymrio.load_test().calc_all(), order_type="alt")
run = Simulation(model, n_temporal_units_to_sim=STEPS)
where = pd.MultiIndex.from_tuples([("reg1", "mining")], names=["region", "sector"])
run.add_event(
    from_series(
        pd.Series([0.95], index=where),
        event_type="arbitrary",
        occurrence=1,
        duration=STEPS - 5,
        recovery_tau=1,
    )
)
run.loop()


def split(orders):
    """Share of each supplier in what a user orders of one product, shape (suppliers, users)."""
    of_product = orders.reshape(model.n_regions, model.n_sectors, -1)
    return (of_product / of_product.sum(axis=0)).reshape(orders.shape)


base = model.X_0
seen = split(model.intermediate_demand)
by_capacity = split(model.Z_0 * (model.production_cap / base)[:, None])
by_output = split(model.Z_0 * (model.production / base)[:, None])
off_capacity, off_output = (np.nanmax(abs(seen - other)) for other in (by_capacity, by_output))
idle = (model.production < 0.8 * base) & (model.production_cap > 0.99 * base)
print(f"industries that stand still with their capacity whole: {idle.sum()} of {idle.size}")
print(f"largest difference of a share: by capacity {off_capacity:.1e}, by output {off_output:.3f}")
sys.exit(0 if idle.any() and off_capacity < 1e-12 and off_output > 0.02 else 1)
END
