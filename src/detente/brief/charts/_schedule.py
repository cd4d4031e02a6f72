"""Chart: the schedule of a deal as a ladder of tranches, step under step."""

from collections.abc import Iterable
from itertools import groupby

from markupsafe import Markup

from detente.brief.charts.axes import ROW_HIGH as HIGH
from detente.brief.charts.axes import ROW_WIDE as WIDE
from detente.brief.charts.axes import Scale
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, line, rect, svg
from detente.brief.view import View
from detente.deal.shape.keeping import Rung, Schedule
from detente.say import count, date_words, join_words, money, per_cent

__all__ = ["ladder_steps", "rung_share", "schedule_figure"]


def ladder_steps(schedule: Schedule) -> list[tuple[str, list[Rung]]]:
    """Group the moves of a schedule by step.

    Parameters
    ----------
    schedule
        ``deals.schedule`` of the payload.

    Returns
    -------
    list of tuple
        Date of the step and its moves, in order.
    """
    rungs = schedule["rungs"]
    return [(key[1], list(of)) for key, of in groupby(rungs, key=lambda r: (r["step"], r["date"]))]


def rung_share(rung: Rung) -> str:
    """Say from where to where a move goes.

    Returns
    -------
    str
        Such as ``0% → 71%``.
    """
    if rung["kind"] == "load":
        return "load, do not unload"
    return f"{per_cent(rung['from'])} → {per_cent(rung['to'])}"


def _worth(rungs: Iterable[Rung], parties: list[str]) -> dict[str, float]:
    """Sum of what moves bring each party [USD bn per month]."""
    rows = list(rungs)
    return {party: sum(rung["worth"].get(party, 0.0) for rung in rows) for party in parties}


def _signed(value: float) -> str:
    return f"+{money(value)}" if value >= 0.0005 else money(value)


def _bar(view: View, rung: Rung) -> Markup:
    scale = Scale(0.0, 1.0, 4, WIDE - 4)
    colour = f"p{view.rank(rung['party'])}"
    before, after = scale(rung["from"]), scale(rung["to"])
    shapes = [rect(scale(0), 10, scale(1) - scale(0), 2, "rail")]
    if before > scale(0):
        shapes.append(rect(scale(0), 5, before - scale(0), 12, f"fill planned {colour}"))
    if rung["kind"] == "load":
        shapes.append(line(before, 2, before, HIGH - 2, f"mark {colour}"))
    else:
        shapes.append(rect(before, 3, max(after - before, 3), 16, f"fill {colour}"))
    name = view.control(rung["control"])
    return svg(
        *shapes,
        title=f"{view.party(rung['party'])}, {name}: {rung_share(rung)}",
        box=(WIDE, HIGH),
        class_="bar",
    )


def _row(view: View, rung: Rung) -> Markup:
    return el(
        "div",
        el(
            "span",
            el("span", "", class_=f"key fill p{view.rank(rung['party'])}", aria_hidden="true"),
            view.control(rung["control"]),
            el("small", f" {view.party(rung['party'])}"),
            class_="who",
        ),
        _bar(view, rung),
        el("span", rung_share(rung), class_="num"),
        class_="bar-row",
    )


def _meanwhile(view: View, rungs: list[Rung]) -> str:
    """What each mover would lose by this step if another then broke its word."""
    exposed = {rung["party"]: rung["exposed"] for rung in rungs if rung["kind"] == "ease"}
    told = [f"{view.the(p)} {money(v)}" for p, v in exposed.items() if v >= 0.0005]
    return f"Exposed if the other then breaks its word: {join_words(told)}." if told else ""


def _step(view: View, at: int, date: str, rungs: list[Rung], so_far: str) -> Markup:
    return el(
        "div",
        el("h4", f"Step {at}", el("small", date_words(date))),
        *(_row(view, rung) for rung in rungs),
        el("p", f"{so_far} {_meanwhile(view, rungs)}".strip(), class_="unit"),
        class_="pair",
    )


def _body(view: View, schedule: Schedule) -> Markup:
    steps = ladder_steps(schedule)
    done: list[Rung] = []
    drawn = []
    for at, (date, rungs) in enumerate(steps, start=1):
        done += rungs
        total = _worth(done, view.parties)
        gains = join_words([f"{view.the(party)} {_signed(v)}" for party, v in total.items()])
        drawn.append(
            _step(
                view,
                at,
                date,
                rungs,
                f"Worth a month from here on, by the last month simulated: {gains}.",
            )
        )
    return el("div", *drawn, class_="pairs")


def _table(view: View, rungs: list[Rung]) -> Table:
    return Table(
        caption="Moves of the schedule; worth in USD bn per month, exposed in USD bn",
        head=(
            "Move",
            "Date",
            "Step",
            "From",
            "To",
            *(f"Worth to {view.the(party)}" for party in view.parties),
            "Exposed",
        ),
        rows=[
            (
                rung["words"],
                rung["date"],
                int(rung["step"]),
                float(rung["from"]),
                float(rung["to"]),
                *(float(rung["worth"].get(party, 0.0)) for party in view.parties),
                float(rung["exposed"]),
            )
            for rung in rungs
        ],
        text_columns=2,
    )


def schedule_figure(view: View) -> Markup:
    """Draw the schedule ladder as HTML.

    Returns
    -------
    Markup
        One block per step, one bar per move; without a deal it says so.
    """
    schedule = view.deals["schedule"]
    rungs = schedule["rungs"] if schedule else []
    movers = list(dict.fromkeys(rung["party"] for rung in rungs))
    loads = any(rung["kind"] == "load" for rung in rungs)
    keys = [Key(mark=f"fill p{view.rank(p)}", words=f"{view.party(p)} moves") for p in movers]
    if any(rung["from"] > 0 for rung in rungs):
        keys.append(Key(mark="before-key", words="eased before"))
    if loads:
        keys.append(Key(mark="load-key", words="may load, not unload"))
    return render(
        Figure(
            name="fig-schedule",
            title="Who moves when",
            unit=(
                f"{count(len(ladder_steps(schedule)), 'step')}; bar = share of the control that is "
                "eased, 0 to 100%"
                if schedule and rungs
                else "steps by date"
            ),
            says=schedule["words"] if schedule else "",
            keys=tuple(keys),
            body=_body(view, schedule)
            if schedule and rungs
            else empty("There is no deal at central values, so there is no schedule."),
            table=_table(view, rungs),
            how="how-keeping",
        )
    )
