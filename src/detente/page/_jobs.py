"""Putting work on the desk: an article, a standoff, or one package of it."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException

from detente.page._bench import Bench, key_of
from detente.page._desk import Desk, DeskFullError, Work
from detente.page._state import CASES, State
from detente.page._work import (
    EXACT_STAGES,
    EXAMPLE,
    STAGES,
    Article,
    brief_work,
    exact_work,
    example,
    standoff_work,
)

__all__ = ["FULL", "Jobs"]

FULL = "Several briefs are being made already. Wait a minute, then go back and send it again."


class Jobs:
    """Puts work on the desk, and says when there is no room.

    Parameters
    ----------
    desk, bench
        Where work is done, and where runs are kept.
    """

    def __init__(self, desk: Desk, bench: Bench) -> None:
        self.desk, self.bench = desk, bench

    def article(self, article: Article) -> str:
        """Make the brief of an article; returns the job.

        Parameters
        ----------
        article
            The article.
        """
        return self._submit(article.name, brief_work(article, self.bench), stages=STAGES)

    def standoff(self, state: State, *, brief: bool = False) -> str:
        """Work out a standoff; returns the job.

        Parameters
        ----------
        state
            A state of the workbench; of a case that is an article the brief holds its passages.
        brief
            Whether the job leads to the brief, and not back to the workbench.
        """
        standoff = state.standoff
        onward = "" if brief else f"/workbench?{state.query()}"
        if state.case and CASES[state.case][0] == EXAMPLE:
            work, stages = brief_work(example(), self.bench, onward=onward), STAGES
        else:
            work = standoff_work(standoff, self.bench, onward=onward)
            stages = ("Taking the standoff", *STAGES[1:])
        same = f"{key_of(standoff, self.bench.settings)} {onward}"
        return self._submit(standoff.name, work, same=same, stages=stages)

    def exact(self, state: State, package: Mapping[str, float] | None = None) -> str:
        """Simulate a package; returns the job.

        Parameters
        ----------
        state
            A state whose standoff has been worked out.
        package
            The package; the state's first if None.
        """
        standoff, easings = state.standoff, state.a if package is None else package
        self.bench.explorer(standoff).row(easings)
        onward = f"/workbench?{state.query(a=easings)}"
        work = exact_work(standoff, easings, self.bench, onward=onward)
        return self._submit(standoff.name, work, same=f"exact {onward}", stages=EXACT_STAGES)

    def _submit(
        self, name: str, work: Work, *, same: str = "", stages: tuple[str, ...] = ()
    ) -> str:
        try:
            return self.desk.submit(name, work, same=same, stages=stages)
        except DeskFullError:
            raise HTTPException(503, FULL, headers={"Retry-After": "60"}) from None
