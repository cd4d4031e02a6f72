"""Chart 4: the Pareto frontier, with the packages that have a name."""

from markupsafe import Markup

from detente.brief._solutions import solution_rows
from detente.brief.charts.axes import HEIGHT, WIDTH, Scale, dot, frame, labelled, ticks
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, line, path, rect, svg
from detente.brief.view import View, triple
from detente.deal.shape.deals import Package
from detente.say import count, per_cent, utility

__all__ = ["eased_controls", "easing_words", "frontier_figure", "named_packages"]

WIDE, HIGH = 6.0, 8.0
"""Nearer than this two letters would cover one another [% of the plot]."""

LEAST_EASED = 0.005
"""Less is not called easing [share]."""


def named_packages(view: View) -> list[tuple[str, str, Package]]:
    """List the solution points that exist."""
    return [
        (row["letter"], row["title"], row["package"])
        for row in solution_rows(view)
        if row["package"]
    ]


def eased_controls(view: View) -> list[str]:
    """List what some named package eases, in the order of the standoff."""
    packages = [package for _, _, package in named_packages(view)]
    return [
        code
        for code in (packages[0]["easings"] if packages else ())
        if any(abs(package["easings"].get(code, 0.0)) >= LEAST_EASED for package in packages)
    ]


def easing_words(view: View, package: Package) -> list[str]:
    """Say what a package eases, most first; what it leaves alone is left out.

    Parameters
    ----------
    view
        The payload.
    package
        A package with its easings [1].

    Returns
    -------
    list of str
        Such as ``lift EDA software in full``.
    """
    found = sorted(package["easings"].items(), key=lambda item: (-item[1], item[0]))
    words = []
    for control, easing in found:
        name = view.inline(view.control(control))
        if easing >= 0.995:
            words.append(f"lift {name} in full")
        elif easing >= 0.005:
            words.append(f"ease {name} by {per_cent(easing)}")
        elif easing <= -0.005:
            words.append(f"tighten {name} by {per_cent(-easing)}")
    return words


def _points(view: View) -> list[Package]:
    return [*view.deals["frontier"], *(package for _, _, package in named_packages(view))]


def _plot(view: View, first: str, second: str) -> Markup:
    deals = view.deals
    named = named_packages(view)
    points = _points(view)
    across = [0.0, *(point["gains"][first]["central"] for point in points)]
    up = [0.0, *(point["gains"][second]["central"] for point in points)]
    for _, _, package in named:
        across += [package["gains"][first]["low"], package["gains"][first]["high"]]
        up += [package["gains"][second]["low"], package["gains"][second]["high"]]
    x_steps, y_steps = ticks(min(across), max(across)), ticks(min(up), max(up))
    x, y = Scale(x_steps[0], x_steps[-1]), Scale(y_steps[0], y_steps[-1], HEIGHT, 0)

    def at(package: Package, end: str = "central") -> tuple[float, float]:
        across, up = triple(package["gains"][first]), triple(package["gains"][second])
        return x(across[end]), y(up[end])

    def drawing(grid: list[Markup]) -> Markup:
        shapes = [
            rect(x(0), 0, WIDTH - x(0), y(0), "both-better"),
            *grid,
            line(x(0), 0, x(0), HEIGHT, "zero"),
        ]
        edge = sorted(at(point) for point in deals["frontier"])
        if len(edge) > 1:
            shapes.append(path(edge, "edge"))
        shapes += [dot(*where, "front") for where in edge]
        for _, _, package in named:
            here = at(package)
            shapes.append(
                line(at(package, "low")[0], here[1], at(package, "high")[0], here[1], "whisker")
            )
            shapes.append(
                line(here[0], at(package, "low")[1], here[0], at(package, "high")[1], "whisker")
            )
        return svg(
            *shapes,
            title=f"Gain of {view.party(first)} against gain of {view.party(second)}",
            desc=_says(view, first, second),
            box=(WIDTH, HEIGHT),
        )

    badges: dict[tuple[float, float], str] = {}
    for letter, _, package in named:
        where = (
            x.share(package["gains"][first]["central"]),
            y.share(package["gains"][second]["central"]),
        )
        near = next(
            (at for at in badges if abs(at[0] - where[0]) < WIDE and abs(at[1] - where[1]) < HIGH),
            where,
        )
        badges[near] = ", ".join(filter(None, (badges.get(near), letter)))
    over = [
        el("span", letters, class_="badge", style=f"left:{left}%;bottom:{bottom}%")
        for (left, bottom), letters in badges.items()
    ]
    over.append(
        el("span", "0", class_="badge origin", style=f"left:{x.share(0)}%;bottom:{y.share(0)}%")
    )
    return frame(
        drawing,
        x,
        y,
        x_ticks=labelled([step for step in x_steps if step]),
        y_ticks=labelled([step for step in y_steps if step]),
        titles=(
            f"gain of {view.the(first)}, USD bn per month",
            f"gain of {view.the(second)}, USD bn per month",
        ),
        over=over,
        class_="tall",
    )


def _says(view: View, first: str, second: str) -> str:
    deals = view.deals
    nash = deals["nash"]
    if not nash:
        return "No package leaves both sides better off at the assumed security values."
    gains = nash["gains"]
    return (
        f"The Nash package gives {view.the(first)} {utility(gains[first])} and "
        f"{view.the(second)} {utility(gains[second])} a month; both accept it in "
        f"{per_cent(nash['accepted_share'])} of draws."
    )


def _table(view: View, parties: list[str]) -> Table:
    rows: list[tuple[str | float | int, ...]] = []
    named = [(name, package) for _, name, package in named_packages(view)]
    for name, package in [*named, *((p["name"], p) for p in view.deals["frontier"])]:
        gains = (value for party in parties for value in triple(package["gains"][party]).values())
        eased = "; ".join(easing_words(view, package)) or "nothing changes"
        rows.append((name, eased, float(package["accepted_share"]), *gains))
    return Table(
        caption="Packages on the frontier: gain to each party, USD bn per month",
        head=(
            "Package",
            "What it does",
            "Share of draws accepted",
            *(
                f"{view.party(party)} {end}"
                for party in parties
                for end in ("low", "central", "high")
            ),
        ),
        rows=rows,
        text_columns=2,
    )


def frontier_figure(view: View) -> Markup:
    """Chart 4 as HTML, for the first two parties of the standoff.

    Returns
    -------
    Markup
        A scatter of packages with the status quo at the origin.
    """
    parties = [
        party for party in view.parties if all(party in point["gains"] for point in _points(view))
    ]
    drawn = len(parties) > 1 and bool(_points(view))
    keys: list[Key] = []
    if drawn:
        keys = [Key(mark="badge-key origin", letter="0", words="status quo")]
        keys += [
            Key(mark="badge-key", letter=letter, words=name)
            for letter, name, _ in named_packages(view)
        ]
        keys += [
            Key(mark="dot-key", words="on the frontier"),
            Key(mark="both-key", words="both better off"),
        ]
    total = len(view.deals["frontier"])
    return render(
        Figure(
            name="fig-frontier",
            title="What each side gains from a trade of concessions",
            unit=(
                f"{count(total, 'package')} that cannot be bettered for one side without loss to "
                "the other; crosses = low to high"
                if drawn
                else "USD bn per month"
            ),
            says=_says(view, parties[0], parties[1]) if drawn else "",
            keys=tuple(keys),
            body=_plot(view, parties[0], parties[1])
            if drawn
            else empty("No package was found that leaves both sides better off than today."),
            table=_table(view, parties),
            how="how-deals",
        )
    )
