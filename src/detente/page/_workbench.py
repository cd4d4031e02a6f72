"""The workbench: sliders, what they answer, the form, two packages side by side."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from detente._errors import DetenteError
from detente.page._api import state_of
from detente.page._bench import Bench
from detente.page._desk import Desk, Job
from detente.page._edit import MOST_EDIT_FIELDS, edited
from detente.page._form import read_form
from detente.page._issues import known_issues
from detente.page._jobs import Jobs
from detente.page._pages import render
from detente.page._sentences import accept_words, balance_words, verdict_words
from detente.page._settings import Settings
from detente.page._state import State, write_package
from detente.say import join_words, per_cent

if TYPE_CHECKING:
    from detente.controls import Figure, Standoff, TabledControl

__all__ = ["Workbench"]

SEE_OTHER = 303


class Column(TypedDict):
    """A slider: a control with its place in the standoff, or a side issue."""

    at: int | None
    name: str
    label: str
    owner: str
    entry: "TabledControl | None"
    goods: list[str]
    bound: float
    steps: list[float] | None
    a: float
    b: float
    unit: str


class Stock(TypedDict):
    """A good with its days in stock, of the tables and of the standoff."""

    good: str
    name: str
    table: dict[str, float]
    own: "Figure | None"


class Workbench:
    """What answers under ``/workbench``.

    Parameters
    ----------
    settings, desk, bench
        As the page has them.
    """

    def __init__(self, settings: Settings, desk: Desk, bench: Bench) -> None:
        self.settings, self.desk, self.bench = settings, desk, bench
        self.jobs = Jobs(desk, bench)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/workbench", self.show),
            Route("/workbench/edit", self.edit, methods=["POST"]),
            Route("/workbench/compute", self.compute, methods=["POST"]),
            Route("/standoff.toml", self.toml),
            Route("/standoff.json", self.json),
        ]

    def show(self, request: Request) -> Response:
        asked = request.query_params
        state = State.read(asked)
        moved = {name[2:]: value for name, value in asked.items() if name.startswith("e:")}
        if moved:  # the sliders, sent without scripts
            shares = dict(state.a) | {name: _share(value) for name, value in moved.items()}
            b = shares if "keep" in asked else state.b
            return RedirectResponse(f"/workbench?{state.query(a=shares, b=b)}", SEE_OTHER)
        return self.page(state, exact=self._exact(asked.get("exact", "")))

    def page(
        self, state: State, *, exact: Job | None = None, fault: str = "", status: int = 200
    ) -> Response:
        """The page of a state."""
        standoff, bench = state.standoff, self.bench
        run = bench.find(standoff)
        context: dict[str, Any] = {
            "title": standoff.name,
            "state": state,
            "standoff": standoff,
            "names": _names(standoff),
            "columns": _columns(standoff, state),
            "goods": _goods(standoff),
            "query": state.query(),
            "plain_query": state.query(a={}, b=None),
            "run": run,
            "settings": self.settings,
            "fault": fault,
            "a": None,
            "b": None,
            "named": [],
            "exact": None if exact is None or exact.pages is None else json.loads(exact.pages.json),
            "exact_job": exact,
            "others": _others(standoff),
            "issues": known_issues(standoff),
            "clock": [],
            **_words(standoff, () if run is None else run.holders),
            "b_text": write_package(state.b or {}),
            "drop_query": state.query(b=None),
            "boot": _boot(standoff, state, worked_out=run is not None),
        }
        if run is not None:
            explorer = bench.explorer(standoff)
            context["a"] = explorer.answer(_tabled(explorer.game.names, state.a)).as_dict()
            if state.b is not None:
                context["b"] = explorer.answer(_tabled(explorer.game.names, state.b)).as_dict()
            context["named"] = self._named(state)
            context["clock"] = run.clock
            context["error"] = run.surface.error.relative
        return render("workbench", context, status=status)

    async def edit(self, request: Request) -> Response:
        form = await read_form(request, self.settings, most=MOST_EDIT_FIELDS)
        state = State.read(_query_of(form["q"].text if "q" in form else ""))
        wants_json = "application/json" in request.headers.get("accept", "")
        try:
            changed = edited(state.standoff, form)
            made = state_of(changed)
        except DetenteError as error:
            if wants_json:
                return JSONResponse({"error": str(error)}, 400)
            return self.page(state, fault=str(error), status=400)
        names = _column_names(changed)
        shares = _tabled(names, state.a)
        beside = None if state.b is None else _tabled(names, state.b)
        query = made.query(a=shares, b=beside)
        if wants_json:
            return JSONResponse(
                {
                    "query": query,
                    "plain": made.query(),
                    "worked_out": self.bench.find(changed) is not None,
                }
            )
        return RedirectResponse(f"/workbench?{query}", SEE_OTHER)

    async def compute(self, request: Request) -> Response:
        form = await read_form(request, self.settings)
        state = State.read(_query_of(form["q"].text if "q" in form else ""))
        known = self.bench.find(state.standoff) is not None
        if known and not {"fresh", "brief"} & form.keys():
            job = self.jobs.exact(state)
        else:
            job = self.jobs.standoff(state, brief="brief" in form)
        return RedirectResponse(f"/jobs/{job}", SEE_OTHER)

    def toml(self, request: Request) -> Response:
        standoff = State.read(request.query_params).standoff
        return _file(standoff.to_toml(), "application/toml", _stem(standoff) + ".toml")

    def json(self, request: Request) -> Response:
        standoff = State.read(request.query_params).standoff
        text = standoff.model_dump_json(indent=2) + "\n"
        return _file(text, "application/json", _stem(standoff) + ".json")

    def _exact(self, job: str) -> Job | None:
        if not job:
            return None
        found = self.desk.get(job)
        if found is None or found.pages is None or found.pages.html:
            raise HTTPException(404, "There is no such exact answer here, or no longer.")
        return found

    def _named(self, state: State) -> list[dict[str, Any]]:
        """The solutions as links, and how they are called."""
        deals = self.bench.deals(state.standoff)
        named = [(row.label, deals.solutions.get(row.name)) for row in deals.rules]
        found = []
        for words, package in [*named, ("Likeliest to be accepted", deals.likeliest)]:
            if package is not None:
                easings = {name: round(share, 4) for name, share in package.easings.items()}
                found.append({"words": words, "query": state.query(a=easings), "easings": easings})
        return found


def _words(standoff: "Standoff", today: Sequence[str | None] = ()) -> dict[str, Any]:
    """Functions that the template calls for names and sentences."""
    from detente.facts import load_facts  # noqa: PLC0415 - tables load when asked for

    names, facts = _names(standoff), load_facts()
    plain = {party.party: party.name for party in standoff.parties}
    labels = _labels(standoff)

    def package_words(package: Mapping[str, float]) -> str:
        eased = [f"{labels.get(n, n)} eased by {per_cent(e)}" for n, e in package.items() if e]
        return join_words(eased) or "nothing eased"

    return {
        "accepts": accept_words,
        "verdict": lambda answer: verdict_words(answer, names, labels),
        "leverage": lambda answer: balance_words(answer, names, today),
        "package_words": package_words,
        "party_name": lambda code: plain.get(code, code),
        "good_name": lambda code: facts.good(code).name,
        "percents": lambda figure: {
            end: 100 * getattr(figure, end) for end in ("low", "central", "high")
        },
    }


def _labels(standoff: "Standoff") -> dict[str, str]:
    return {entry.control: entry.name for entry in standoff.controls} | {
        issue.name: issue.name for issue in standoff.side_issues
    }


def _boot(standoff: "Standoff", state: State, *, worked_out: bool) -> dict[str, Any]:
    """What the script starts from."""
    return {
        "base": state.query(a={}, b=None),
        "a": dict(state.a),
        "b": None if state.b is None else dict(state.b),
        "worked_out": worked_out,
        "names": _names(standoff),
        "parties": [{"party": one.party, "name": one.name} for one in standoff.parties],
        "labels": _labels(standoff),
    }


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise DetenteError(f"{text[:20]!r} is no share; give a number from 0 to 1")
    return share


def _query_of(text: str) -> dict[str, str]:
    from urllib.parse import parse_qsl  # noqa: PLC0415 - one use

    return dict(parse_qsl(text, keep_blank_values=True))


def _column_names(standoff: "Standoff") -> list[str]:
    return [
        *(entry.control for entry in standoff.controls if not entry.not_costed),
        *(issue.name for issue in standoff.side_issues),
    ]


def _tabled(names: "tuple[str, ...] | list[str]", easings: Mapping[str, float]) -> dict[str, float]:
    """A package without what is no longer on the table."""
    return {name: share for name, share in easings.items() if name in names}


def _names(standoff: "Standoff") -> dict[str, str]:
    from detente.controls import with_article  # noqa: PLC0415 - loads when asked for

    return {party.party: with_article(party.name) for party in standoff.parties}


def _columns(standoff: "Standoff", state: State) -> list[Column]:
    """The sliders, those of one party together."""
    from detente.deal import stakes_of  # noqa: PLC0415 - loads when asked for
    from detente.facts import load_facts  # noqa: PLC0415

    facts, stakes = load_facts(), stakes_of(standoff)
    rows: list[Column] = []
    for at, entry in enumerate(standoff.controls):
        if entry.not_costed:
            continue
        steps = stakes.levels.get(entry.control)
        allowed = None
        if steps is not None:
            allowed = sorted({0.0, *(step for step in steps if step <= entry.bound)})
        rows.append(
            {
                "at": at,
                "name": entry.control,
                "label": entry.name,
                "owner": entry.imposer,
                "entry": entry,
                "goods": [facts.good(good).name for good in entry.goods],
                "bound": entry.bound,
                "steps": allowed,
                "a": state.a.get(entry.control, 0.0),
                "b": (state.b or {}).get(entry.control, 0.0),
                "unit": "",
            }
        )
    rows += [
        {
            "at": None,
            "name": issue.name,
            "label": issue.name,
            "owner": issue.giver,
            "entry": None,
            "goods": [],
            "bound": 1.0,
            "steps": None,
            "a": state.a.get(issue.name, 0.0),
            "b": (state.b or {}).get(issue.name, 0.0),
            "unit": f"of {issue.most:g} {issue.unit}",
        }
        for issue in standoff.side_issues
    ]
    return rows


def _goods(standoff: "Standoff") -> list[Stock]:
    """The goods on the table, with their stock days of the tables and of the standoff."""
    from detente.controls import Figure  # noqa: PLC0415 - loads when asked for
    from detente.facts import load_facts  # noqa: PLC0415 - tables load when asked for

    facts = load_facts()
    rows: list[Stock] = []
    for good in dict.fromkeys(good for entry in standoff.controls for good in entry.goods):
        row, own = facts.parameter(good, "stock_days"), standoff.stocks.get(good)
        rows.append(
            {
                "good": good,
                "name": facts.good(good).name,
                "table": {"low": row.low, "central": row.value, "high": row.high},
                "own": own if isinstance(own, Figure) else None,
            }
        )
    return rows


def _others(standoff: "Standoff") -> dict[str, str]:
    """Controls of the register that could be put on the table too."""
    from detente.controls import LISTED, Register  # noqa: PLC0415 - tables load when asked for

    tabled = {name for entry in standoff.controls for name in (*entry.register_ids, entry.control)}
    parties = {party.party for party in standoff.parties}
    return {
        control.id: f"{control.imposer} · {control.name}"
        for control in Register.load().query(on=standoff.on, statuses=LISTED)
        if control.id not in tabled and control.imposer in parties
    }


def _stem(standoff: "Standoff") -> str:
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in standoff.name)
    return "standoff-" + ("-".join(filter(None, kept.split("-")))[:50] or "case").lower()


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode("utf-8", "replace"), media_type=kind, headers=headers)
