"""An exposure said: sentences, tables, and one HTML file in the brief's dress."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from detente.brief import charts
from detente.brief.charts.figure import Table, render_table
from detente.brief.html import brief_environment, styles
from detente.controls import with_article
from detente.say import clean, customs_words, money_range, per_cent

__all__ = ["exposure_answer", "exposure_tables", "render_exposure"]

Cell = str | float | int

INDICATORS = {
    "cdi1": "CDI 1: concentration of imports over origins (above 0.4 is dependent)",
    "cdi2": "CDI 2: imports from outside over all imports (above 0.5)",
    "cdi3": "CDI 3: imports from outside over exports (above 1)",
    "export_concentration": "Concentration of world supply (GeoDep, above 0.4)",
}

RELIANCE_WORDS = (
    "All inputs of the sector, whatever the good: per unit of its output, bought directly and "
    "needed at any remove."
)
MINERAL_WORDS = (
    "After the method of the US Geological Survey; several inputs were set with its published "
    "result in view."
)


def _year(value: Mapping[str, float]) -> str:
    return f"{money_range(value)} a year"


def _share(value: Mapping[str, float]) -> str:
    ends = f"{per_cent(value['low'])} to {per_cent(value['high'])}"
    return f"{per_cent(value['central'])} ({ends})"


def _multiple(value: Mapping[str, float]) -> str:
    return f"{value['central']:.1f} times ({value['low']:.1f} to {value['high']:.1f})"


def exposure_answer(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say an exposure in a few sentences.

    Parameters
    ----------
    payload
        A ``detente.exposure/1`` dict of one good.

    Returns
    -------
    list of tuple of str
        Topic and sentence.
    """
    cut, point = payload["cut_off"], payload["chokepoint"]
    codes = customs_words(payload["hs6"], payload["hs_edition"])
    said = [("Customs code", f"{codes}.")] if codes else []
    said.append(("Chokepoint", charts.chokepoint_words(payload).removeprefix("Chokepoint: ")))
    sectors = [clean(row["name"]) for row in payload["sectors"][:3]]
    behind = f", most of it in: {'; '.join(sectors)}" if sectors else ""
    said.append(("Behind it", f"{_year(payload['value_at_stake'])} of value added{behind}."))
    if point:
        who = with_article(clean(point["name"]))
        words = (
            f"If {who} sells nothing more, use falls by {_share(cut['lost'])} on the first day. "
            f"Lines that stop: {_year(cut['bottleneck'])} if nothing were replaced (bottleneck)."
        )
        if cut["aggregate"]:
            words += f" Spread over the whole economy: {_year(cut['aggregate'])} (aggregate)."
        said.append(("Cut-off", f"{words} {cut['sentence']}"))
    index = payload["supply_risk"]["index"]
    said.append(
        (
            "Supply risk",
            f"{index['central']:.3f} ({index['low']:.3f} to {index['high']:.3f}); only the order "
            "of goods compares."
            if index
            else "not known: the tables hold no value of this flow.",
        )
    )
    for key, title in (("mineral", "Year without"), ("mineral_joint", "Year without both")):
        found = payload[key]
        if found and not (key == "mineral_joint" and len(found["goods"]) < 2):
            said.append((title, _mineral_words(found)))
    return said


def _mineral_words(found: Mapping[str, Any]) -> str:
    prices = "; ".join(
        f"{clean(good)} at {_multiple(value)} its price, "
        f"{_share(found['shortfall'][good])} of US use missing"
        for good, value in found["price_multiple"].items()
    )
    who = clean(found["restricted_by_name"])
    return f"Net exports of {who} held back for a year: {prices}. US loss {_year(found['total'])}."


def exposure_tables(payload: Mapping[str, Any]) -> Iterator[tuple[str, str, Table]]:
    """Tables of an exposure.

    Parameters
    ----------
    payload
        A ``detente.exposure/1`` dict of one good.

    Yields
    ------
    tuple
        Title, words above the table, and the table.
    """
    through = ("Through",) if any(row["through"] for row in payload["sectors"]) else ()
    yield (
        "The sectors behind it",
        "",
        Table(
            caption="Value added, value added at stake and what stops, USD bn per year",
            head=("Sector", *through, "Value added", "At stake", "Low", "High", "Stops"),
            rows=[
                (
                    f"{clean(row['sector'])} {clean(row['name'])}",
                    *[_goods(row["through"])] * len(through),
                    float(row["value_added"]),
                    float(row["at_stake"]["central"]),
                    float(row["at_stake"]["low"]),
                    float(row["at_stake"]["high"]),
                    float(row["stops"]["central"]),
                )
                for row in payload["sectors"]
            ],
            text_columns=1 + len(through),
        ),
    )
    indicators = payload["indicators"]
    rows: list[tuple[Cell, ...]] = [
        (
            words,
            "not known" if indicators[name] is None else f"{indicators[name]:.2f}",
            {True: "yes", False: "no", None: ""}[indicators["flags"][name]],
        )
        for name, words in INDICATORS.items()
    ]
    yield (
        "Indicators",
        "",
        Table(
            caption="Dependency indicators",
            head=("Indicator", "Value", "Dependent"),
            rows=rows,
            text_columns=3,
        ),
    )
    yield (
        "Whose inputs stand behind these sectors",
        RELIANCE_WORDS,
        Table(
            caption="Largest foreign supplier, at face value and on look-through",
            head=("Sector", "Directly from", "Face value", "At any remove", "Look-through"),
            rows=[
                (
                    f"{clean(row['region'])} {clean(row['name'])}",
                    clean(row["face"]),
                    f"{row['face_value']:.3f}",
                    clean(row["through"]),
                    f"{row['look_through']:.3f}",
                )
                for row in payload["reliance"]
            ],
            text_columns=5,
        ),
    )
    if payload["mineral"]:
        yield (
            "A year without it, by US industry",
            MINERAL_WORDS,
            Table(
                caption="Value added lost, USD bn per year",
                head=("Industry", "Name", "Low", "Central", "High"),
                rows=[
                    (
                        row["industry"],
                        clean(row["name"]),
                        float(row["low"]),
                        float(row["central"]),
                        float(row["high"]),
                    )
                    for row in payload["mineral"]["industries"]
                ],
                text_columns=2,
            ),
        )


def render_exposure(payload: Mapping[str, Any]) -> str:
    """Draw an exposure as a page of its own.

    Parameters
    ----------
    payload
        A ``detente.exposure/1`` dict of one good.

    Returns
    -------
    str
        A complete HTML document without script or outside request.
    """
    palette, style = styles()
    name = clean(payload["good_name"])
    return (
        brief_environment()
        .get_template("exposure.html.j2")
        .render(
            title=f"{clean(payload['party_name'])}: exposure for {name}",
            manifest=payload["manifest"],
            answer=exposure_answer(payload),
            figure=charts.chain_figure(payload),
            parts=[
                {"title": title, "words": words, "table": render_table(table)}
                for title, words, table in exposure_tables(payload)
                if table.rows
            ],
            notes=[clean(note) for note in payload["notes"]],
            palette=palette,
            style=style,
        )
    )


def _goods(ids: Iterable[str]) -> str:
    return ", ".join(clean(good).replace("-", " ") for good in ids)
