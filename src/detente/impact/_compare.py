"""Two simulations side by side: what the second costs more than the first, loss by loss."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from detente._errors import UnknownCodeError
from detente._shown import Shown
from detente.controls import Range
from detente.impact.forms import Comparison as Form
from detente.impact.forms import Part
from detente.impact.ranges import LOSS_PARTS, quantile_range, spread
from detente.impact.results import UNIT

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.table import Table

    from detente.impact._impact import Impact

__all__ = ["Change", "Comparison", "compare"]

Array = npt.NDArray[np.floating]

SCHEMA: Final = "detente.comparison/1"
TOGETHER = "together"
ALL: tuple[Part, ...] = ("total", *LOSS_PARTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one loss differs between two simulations."""

    control: str
    party: str
    """A control that is on the table of either, alone, or ``"together"``; and whose loss."""
    part: Part
    """``total``, ``stopped_lines``, ``price_paid`` or ``own_exports_lost``."""
    month: int | None
    """Month after the date of each, or None for the mean over the months that both have."""
    before: Range
    after: Range
    """The loss in the first and in the second [USD bn per month]; zero where the control is not on
    the table."""
    difference: Range
    """``after`` less ``before`` [USD bn per month]."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison(Shown):
    """The result of ``impact.compare(other)``."""

    before: str
    after: str
    """What was simulated, in a few words."""
    paired: bool
    """Whether draw by draw the uncertain inputs that both runs share are the same. If not, the
    range of a difference is that of two independent runs, and wider."""
    months: int
    """Months compared."""
    changes: tuple[Change, ...]
    """One record per control, party, part and month."""

    def change(
        self, party: str, control: str = TOGETHER, *, part: str = "total", month: int | None = None
    ) -> Change:
        """Look one record up.

        Parameters
        ----------
        party
            ISO3 of a party of either standoff.
        control
            A control on either table, or ``"together"``.
        part
            ``total`` or a part of the loss.
        month
            A month, or None for the mean.

        Raises
        ------
        UnknownCodeError
            If there is none; the message names the nearest.
        """
        found = [row for row in self.changes if (row.party, row.control) == (party, control)]
        for row in found:
            if (row.part, row.month) == (part, month):
                return row
        for kind, code, known in (
            ("party", party, {row.party for row in self.changes}),
            ("control", control, {row.control for row in self.changes}),
            ("part", part, {row.part for row in self.changes}),
        ):
            if code not in known:
                raise UnknownCodeError(kind, code, known)
        raise UnknownCodeError("month", str(month), [str(m + 1) for m in range(self.months)])

    def to_payload(self) -> "Form":
        """Return the comparison as ``detente.comparison/1``, see docs/results.md."""
        return {
            "schema": SCHEMA,
            "before": self.before,
            "after": self.after,
            "paired": self.paired,
            "months": self.months,
            "unit": UNIT,
            "changes": [
                {
                    "control": row.control,
                    "party": row.party,
                    "part": row.part,
                    "month": row.month,
                    "before": row.before.as_dict(),
                    "after": row.after.as_dict(),
                    "difference": row.difference.as_dict(),
                }
                for row in self.changes
            ],
        }

    def table(self) -> "pa.Table":
        """Return one row per record, ranges in three columns each."""
        import pyarrow as pa  # noqa: PLC0415 - only when asked for

        return pa.Table.from_pylist(
            [
                {
                    "control": row.control,
                    "party": row.party,
                    "part": row.part,
                    "month": row.month,
                    **{
                        f"{name}_{end}": value
                        for name in ("before", "after", "difference")
                        for end, value in getattr(row, name).as_dict().items()
                    },
                    "unit": UNIT,
                }
                for row in self.changes
            ]
        )

    def __rich__(self) -> "Table":
        from rich.table import Table  # noqa: PLC0415 - only when printed

        table = Table(
            title=f"{self.before} → {self.after}, mean of {self.months} months, {UNIT}",
            title_justify="left",
            caption="draws paired" if self.paired else "draws not paired: ranges are wide",
            caption_justify="left",
        )
        for name in ("control", "party"):
            table.add_column(name, overflow="fold")
        for name in ("before", "after", "difference", "range"):
            table.add_column(name, justify="right", no_wrap=True)
        for row in self._totals():
            ends = f"{_signed(row.difference.low)} to {_signed(row.difference.high)}"
            central = (row.before.central, row.after.central)
            table.add_row(
                row.control,
                row.party,
                *(f"{value:.3f}" for value in central),
                _signed(row.difference.central),
                ends,
            )
        return table

    def __str__(self) -> str:
        lines = [f"{self.before} → {self.after}, mean of {self.months} months, {UNIT}"]
        for row in self._totals():
            change = row.difference
            lines.append(
                f"{row.control:24} {row.party:4} {row.before.central:8.3f} → "
                f"{row.after.central:8.3f}: {_signed(change.central)} "
                f"({_signed(change.low)} to {_signed(change.high)})"
            )
        return "\n".join([*lines, "draws paired" if self.paired else "draws not paired"])

    def _totals(self) -> Iterator[Change]:
        return (row for row in self.changes if row.part == "total" and row.month is None)


def compare(before: "Impact", after: "Impact") -> Comparison:
    """Compare two simulations; see `Impact.compare`."""
    paired = _paired(before, after)
    months = min(before.study.months, after.study.months)
    names = [
        *dict.fromkeys(c.control for run in (before, after) for c in run.standoff.controls),
        TOGETHER,
    ]
    parties = list(dict.fromkeys(party for run in (before, after) for party in run.parties))
    changes = []
    for name in names:
        for party in parties:
            one, two = (_monthly(run, party, name, months) for run in (before, after))
            for part in ALL:
                span = range(months) if part == "total" else ()
                for month in (None, *span):
                    a, b = (
                        values[part].mean(axis=0) if month is None else values[part][month]
                        for values in (one, two)
                    )
                    changes.append(
                        Change(
                            control=name,
                            party=party,
                            part=part,
                            month=None if month is None else month + 1,
                            before=spread(a),
                            after=spread(b),
                            difference=_difference(a, b, paired=paired),
                        )
                    )
    return Comparison(
        before=_label(before),
        after=_label(after),
        paired=paired,
        months=months,
        changes=tuple(changes),
    )


def _monthly(impact: "Impact", party: str, name: str, months: int) -> dict[Part, Array]:
    """Loss and its parts, each of shape (months, draws + 1); zero for an absent control."""
    if name not in impact.scenarios:
        zero = np.zeros((months, impact.study.sampler.size))
        return dict.fromkeys(ALL, zero)
    columns, rows = impact.columns(name), impact.rows(party)
    found: dict[Part, Array] = {
        part: getattr(impact.batch, part)[rows][:, :months, columns].sum(axis=0)
        for part in LOSS_PARTS
    }
    found["total"] = np.sum(list(found.values()), axis=0)
    return found


def _paired(before: "Impact", after: "Impact") -> bool:
    """Whether the inputs that both runs draw have the same draws."""
    one, two = before.study.sampler, after.study.sampler
    shared = set(one.names) & set(two.names)
    return (
        one.size == two.size
        and bool(shared)
        and all(
            (one.quantiles[one.names.index(n)] == two.quantiles[two.names.index(n)]).all()
            for n in shared
        )
    )


def _difference(before: Array, after: Array, *, paired: bool) -> Range:
    """Range of a difference, from draws that belong together or from all pairs of draws."""
    if paired:
        return spread(after - before)
    every = np.subtract.outer(after[1:], before[1:]).ravel()
    return quantile_range(every, float(after[0] - before[0]))


def _label(impact: "Impact") -> str:
    standoff = impact.standoff
    return f"{standoff.name} ({standoff.on}, {len(standoff.controls)} controls)"


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")
