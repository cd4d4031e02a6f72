"""A desk said: one HTML file in the brief's dress."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from detente.brief.charts.svg import el
from detente.brief.html import brief_environment, styles
from detente.say import capital, count, customs_words, date_words, join_words

__all__ = ["render_desk"]

SHOWN = 60
HOW = (
    "Each part is matched with a good of the tables by name, code of a control list or customs "
    "code. A control of the country that it comes from blocks what the register or the standoff "
    "says; one that hits that country reaches the part through the inputs of its good. Goods under "
    "way still arrive, a part comes by third countries, and other suppliers make up for some of it "
    "from the lead time on, no more than their spare capacity over what is cut off with the firm. "
    "When the stock is used up, the line runs at what still arrives of its scarcest part; it stops "
    "on the first day on which it misses a quarter of its need. Ranges are the 5th and 95th "
    "percentile of the draws. The method is described in docs/methods/desk.md."
)


def render_desk(payload: Mapping[str, Any]) -> str:
    """Draw a desk as one HTML document; it needs neither a script nor a network.

    Parameters
    ----------
    payload
        A ``detente.desk/1`` dict.
    """
    palette, style = styles()
    parts, plan = payload["parts"], payload["manifest"]
    unknown = parts["unknown_words"]
    said = {
        "Parts": f"{parts['parts']:,} from {parts['rows']:,} rows, {parts['matched']:,} matched",
        "Words that no table knows": join_words(sorted(unknown)[:12]) or "none",
        "Columns that are not read": join_words(parts["columns_not_read"][:12]) or "none",
        "Word and code that disagree": "; ".join(list(parts["disagreements"].values())[:6])
        or "none",
        "Draws": f"{plan['draws']:,}, seed {plan['seed']}",
        "Facts": plan["facts"]["sha256"][:12],
    }
    return (
        brief_environment()
        .get_template("study.html.j2")
        .render(
            title=f"Desk of {payload['on']}: what controls stop in {payload['home']}",
            kind="Desk",
            meta=f"{payload['days']} days from {date_words(payload['on'])}, each case alone.",
            answer=[(case["name"], _answer(case)) for case in payload["cases"]]
            or [("Controls", "No control that is looked at reaches any part.")],
            figures=[
                (f"case-{number}", case["name"], _case(case))
                for number, case in enumerate(payload["cases"], start=1)
                if case["parts"]
            ],
            how=[("how-desk", HOW)],
            said=said,
            version=plan["version"],
            palette=palette,
            style=style,
        )
    )


def _answer(case: Mapping[str, Any]) -> str:
    if not case["parts"]:
        return "Reaches no part."
    stops = [line for line in case["lines"] if line["stop"]["date"]["central"]]
    parts = len(case["parts"])
    words = (
        f"{capital(count(parts, 'part'))} on {count(len(case['lines']), 'line')} "
        f"{'is' if parts == 1 else 'are'} exposed. "
    )
    if not stops:
        return words + "No line stops in the central run."
    first = stops[0]
    stopping = capital(count(len(stops), "line stops", "lines stop"))
    words += f"{stopping}, first {first['line']} on {_span(first['stop'])}."
    best = case["stock_first"][:1]
    if best:
        words += (
            f" Stock first: {best[0]['part']}, a day more is worth USD "
            f"{_money(best[0]['value_of_a_day'])}."
        )
    return words


def _case(case: Mapping[str, Any]) -> Markup:
    lines = [
        (
            line["line"],
            _span(line["stop"]),
            "no stop"
            if line["stop_on_sure_matches"] is None
            else _span(line["stop_on_sure_matches"]),
            join_words(line["held_by"][:3]),
            "margin not given" if line["cost"] is None else _money(line["cost"]),
        )
        for line in case["lines"][:SHOWN]
    ]
    parts = [
        (
            f"{row['part']} ({row['line']})",
            ", ".join(filter(None, (row["good"], _customs(row), row["match"])))
            + (f" of {row['candidates']}" if row["candidates"] > 1 else ""),
            join_words(sorted({s["country"] for s in row["suppliers"]})),
            join_words(row["controls"][:4]),
            _span(row["runs_out"]),
            "margin not given" if row["value_of_a_day"] is None else _money(row["value_of_a_day"]),
        )
        for row in case["parts"][:SHOWN]
    ]
    others = [
        (
            good,
            other["country"],
            f"{other['share']['central']:.1%}",
            f"{other['could_add']['central']:.2%}",
        )
        for good, rows in case["others"].items()
        for other in rows
        if "share" in other
    ]
    return Markup("").join(
        (
            _table("Lines, the first to stop first",
                   ("Line", "Stops", "On sure matches", "Held by", "Cost, USD"), lines),
            _table(f"Parts, the first to run out first ({len(parts)} of {len(case['parts'])})",
                   ("Part", "Good and match", "From", "Controls", "Runs out", "A day more, USD"),
                   parts),
            _table("Who else supplies",
                   ("Good", "Country", "Share of the world", "Could add, of the world"), others),
        )
    )  # fmt: skip


def _customs(row: Mapping[str, Any]) -> str:
    return customs_words(row["hs6"], row["hs_edition"])


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    body = []
    for first, *rest in rows:
        cells = [el("td", c, data_label=h) for h, c in zip(heads[1:], rest, strict=True)]
        body.append(el("tr", el("th", first, scope="row"), *cells))
    head = el("thead", el("tr", *(el("th", name, scope="col") for name in heads)))
    table = el("table", el("caption", caption), head, el("tbody", *body))
    return el("div", table, class_="scroll stack", tabindex="0", role="region", aria_label=caption)


def _span(stop: Mapping[str, Any]) -> str:
    date = stop["date"]
    if not date["central"]:
        return "no stop" if not date["low"] else f"no stop (from {date_words(date['low'])})"
    high = date_words(date["high"]) if date["high"] else "never"
    return f"{date_words(date['central'])} ({date_words(date['low'])} to {high})"


def _money(cost: Mapping[str, float]) -> str:
    return f"{cost['central']:,.0f} ({cost['low']:,.0f} to {cost['high']:,.0f})"
