"""Putting work on the desk: an article, a standoff, one package of it, a firm's parts."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256

from starlette.exceptions import HTTPException

from detente._errors import DetenteError
from detente._version import __version__
from detente.page._bench import Bench, key_of, values_of
from detente.page._desk import Again, Desk, DeskFullError, Work
from detente.page._firm import DESK_STAGES, Asked, desk_work
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
        """Make the brief of an article, unless it is there already; returns the job."""
        settings = self.bench.settings
        what = [__version__, _facts(), settings.draws, settings.days, settings.seed, article.on]
        what += [f"{article.accept} {article.reject}"]
        head = "\n".join(map(str, [*what, article.name, ""])).encode("utf-8", "replace")
        return self._submit(
            article.name,
            _of_article(article, ""),
            same=f"article {sha256(head + article.data).hexdigest()}",
            stages=STAGES,
            reuse=True,
        )

    def standoff(self, state: State, *, brief: bool = False) -> str:
        """Work out a standoff, unless that is there already; returns the job."""
        standoff = state.standoff
        onward = "" if brief else f"/workbench?{state.query()}"
        if state.case and CASES[state.case][0] == EXAMPLE:
            again, stages = _of_article(example(), onward), STAGES
        else:
            plain = standoff.model_dump_json()
            again = {"kind": "standoff", "standoff": plain, "onward": onward}
            stages = ("Taking the standoff", *STAGES[1:])
        same = " ".join(
            [
                *("standoff", __version__, _facts()),
                *(key_of(standoff, self.bench.settings), values_of(standoff), onward),
            ]
        )
        there = brief or self.bench.find(standoff) is not None
        return self._submit(standoff.name, again, same=same, stages=stages, reuse=there)

    def exact(self, state: State, package: Mapping[str, float] | None = None) -> str:
        """Simulate a package; returns the job."""
        standoff, easings = state.standoff, state.a if package is None else package
        self.bench.explorer(standoff).row(easings)
        onward = f"/workbench?{state.query(a=easings)}"
        again = {
            "kind": "exact",
            "standoff": standoff.model_dump_json(),
            "easings": dict(easings),
            "onward": onward,
        }
        return self._submit(
            standoff.name, again, same=f"exact {onward}", stages=EXACT_STAGES, reuse=True
        )

    def firm(self, asked: Asked) -> str:
        """Hold a firm's parts against controls, unless that is there already; returns the job."""
        day = asked.on or dt.datetime.now(tz=dt.UTC).date()  # controls in force change by the day
        again = _of_desk(asked)
        what = [__version__, _facts(), self.bench.settings.seed, day, json.dumps(again)]
        same = sha256("\n".join(map(str, what)).encode("utf-8", "replace")).hexdigest()
        return self._submit(
            f"Parts in {asked.party}", again, same=f"desk {same}", stages=DESK_STAGES, reuse=True
        )

    def work(self, again: Again) -> Work:
        """Work from what was written down of it."""
        from detente.controls import Standoff  # noqa: PLC0415 - loads with the first work

        match again:
            case {
                "kind": "article",
                "name": name,
                "data": data,
                "on": on,
                "onward": onward,
                **ticks,
            }:
                article = Article(
                    name=name,
                    data=_unpacked(data, "the article"),
                    on=date.fromisoformat(on) if on else None,
                    accept=tuple(ticks.get("accept", ())),
                    reject=tuple(ticks.get("reject", ())),
                )
                return brief_work(article, self.bench, onward=onward)
            case {"kind": "standoff", "standoff": plain, "onward": onward}:
                standoff = Standoff.from_json_text(plain)
                return standoff_work(standoff, self.bench, onward=onward)
            case {"kind": "exact", "standoff": plain, "easings": easings, "onward": onward}:
                standoff = Standoff.from_json_text(plain)
                return exact_work(standoff, easings, self.bench, onward=onward)
            case {"kind": "desk", "data": data, "on": on, **rest}:
                asked = Asked(
                    data=_unpacked(data, "the parts"),
                    on=date.fromisoformat(on) if on else None,
                    name=rest["name"],
                    party=rest["party"],
                    case=rest["case"],
                    standoff=rest["standoff"],
                    rules=tuple(rest["rules"]),
                )
                return desk_work(asked, seed=self.bench.settings.seed)
        raise DetenteError("what was kept of it is of another version")

    def _submit(
        self, name: str, again: Again, *, same: str, stages: tuple[str, ...], reuse: bool
    ) -> str:
        try:
            return self.desk.submit(
                name, self.work(again), same=same, stages=stages, again=again, reuse=reuse
            )
        except DeskFullError:
            raise HTTPException(503, FULL, headers={"Retry-After": "60"}) from None


def _of_article(article: Article, onward: str) -> Again:
    return {
        "kind": "article",
        "name": article.name,
        "data": base64.b64encode(article.data).decode(),
        "on": article.on.isoformat() if article.on else "",
        "onward": onward,
        "accept": list(article.accept),
        "reject": list(article.reject),
    }


def _of_desk(asked: Asked) -> Again:
    return {
        "kind": "desk",
        "name": asked.name,
        "data": base64.b64encode(asked.data).decode(),
        "party": asked.party,
        "case": asked.case,
        "standoff": asked.standoff,
        "rules": list(asked.rules),
        "on": asked.on.isoformat() if asked.on else "",
    }


def _unpacked(data: str, what: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error:
        raise DetenteError(f"what was kept of {what} is broken") from None


@cache
def _facts() -> str:
    """Hash of the tables that every brief is made with."""
    from detente.facts import load_facts  # noqa: PLC0415 - tables load when asked for

    return load_facts().sha256[:16]
