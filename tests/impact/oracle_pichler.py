"""The dynamic production network of Pichler et al. (2022), plainly, and the Belgian check tables.

An oracle for tests: whole matrices in double precision, one line per equation, slow. The equations
are those of *Journal of Economic Dynamics and Control* 144:104527; what they leave open was settled
on published output paths of the Belgian variant of the model (63 sectors, 2019 table), which the
functions here reproduce to 1e-13:

- a user's target stock is its own number of days, whatever the input;
- labour is adjusted last, so that a labour shock of day t lowers output on day t + 1;
- labour pay does not feed back on consumption;
- a fall of household demand moves preferences, and three quarters of it are saved;
- orders close a gap in the stock in 14 days; hiring and firing close theirs in 7.
"""

import csv
from dataclasses import dataclass

import numpy as np

ORDER_DAYS = 14.0
HIRE_AND_FIRE_DAYS = 7.0
SAVED = 0.75
SHOCK_DAYS = range(10, 210)
VARIANTS = ("leontief", "strong", "half", "weak", "linear")


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """A one-region table per day: flows (row sells to column), final uses, ratings, stocks."""

    sectors: tuple[str, ...]
    flows: np.ndarray
    households: np.ndarray
    other_uses: np.ndarray
    rating: np.ndarray
    stock_days: np.ndarray

    @property
    def output(self):
        return self.flows.sum(axis=1) + self.households + self.other_uses


def belgium(folder):
    """The Belgian table per day, with ratings and stocks, from the check tables."""
    codes, flows = _read(folder / "IO_BE_NACE64.csv")
    _, accounts = _read(folder / "other_accounts_BE_NACE64.csv")
    _, rating = _read(folder / "IHS_critical_NACE64.csv")
    _, days = _read(folder / "desired_stock_NACE64.csv")
    return Economy(
        sectors=codes,
        flows=flows / 365,
        households=accounts[:, 2] / 365,
        other_uses=accounts[:, 3] / 365,
        rating=rating,
        stock_days=days[:, 0],
    )


def golden(folder, name):
    """Published output by day and sector."""
    return np.loadtxt(folder / f"golden_{name}.csv", delimiter=",")


def _read(path):
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    codes = tuple(row[0] for row in rows)
    return codes, np.array([[float(cell or "nan") for cell in row[1:]] for row in rows])


def allowed_by_inputs(variant, stock, A, rating, x0):
    """Equations 9 to 13: output for which the stocks suffice, by user."""
    if variant == "linear":
        total = A.sum(axis=0)
        sums = stock.sum(axis=0)
        return np.divide(sums, total, out=np.full_like(x0, np.inf), where=total > 0)
    lasts = np.divide(stock, A, out=np.full_like(stock, np.inf), where=A > 0)
    critical = np.where(rating == 1, lasts, np.inf).min(axis=0)
    important = np.where(rating == 0.5, lasts, np.inf).min(axis=0)
    match variant:
        case "leontief":
            return lasts.min(axis=0)
        case "strong":
            return np.minimum(critical, important)
        case "half":
            return np.minimum(critical, (important + x0) / 2)
        case "weak":
            return critical
    raise AssertionError(variant)


def simulate(
    economy,
    variant,
    *,
    days,
    labour_cut=0.0,
    household_cut=0.0,
    shock_days=SHOCK_DAYS,
    order_days=ORDER_DAYS,
    adjust_days=HIRE_AND_FIRE_DAYS,
):
    """Output by day and sector, shape (days + 1, n); the first row is the base.

    `labour_cut` and `household_cut` are shares by sector, in force on `shock_days`; with
    `adjust_days` None nobody is hired or fired, and the labour cut takes effect on its own day.
    """
    x0, target = economy.output, economy.flows * economy.stock_days
    A = np.divide(economy.flows, x0, out=np.zeros_like(economy.flows), where=x0 > 0)
    size = len(x0)
    no_cut = np.zeros(size)
    stock, demand, labour, path = target.copy(), x0.copy(), np.ones(size), [x0.copy()]
    for day in range(days):
        shocked = day in shock_days
        cut = no_cut + (labour_cut if shocked else 0.0)
        if adjust_days is None:
            labour = 1 - cut
        capacity = labour * x0  # (7)
        allowed = allowed_by_inputs(variant, stock, A, economy.rating, x0)
        wanted = economy.households * (1 - household_cut if shocked else 1.0)
        fallen = economy.households.sum() - wanted.sum()
        if fallen > 0:
            wanted = wanted * (economy.households.sum() - SAVED * fallen) / wanted.sum()
        orders = A * demand + (target - stock) / order_days  # (4)
        demand = orders.sum(axis=1) + wanted + economy.other_uses
        output = np.minimum(np.minimum(capacity, allowed), demand)  # (14)
        filled = np.divide(output, demand, out=np.ones(size), where=demand > 0)
        stock = np.maximum(stock + orders * filled[:, None] - A * output, 0)
        if adjust_days is not None:  # (19), (20)
            gap = np.divide(
                np.minimum(allowed, demand) - capacity, x0, out=np.zeros(size), where=x0 > 0
            )
            labour = np.minimum(labour + gap / adjust_days, 1 - cut)
        path.append(output)
    return np.array(path)
