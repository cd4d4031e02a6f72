"""The answer in two or three sentences, for the top of the first page."""

from detente.brief._trade_words import chance_of_deal
from detente.brief._view import View, clean
from detente.say import capital, number, per_cent

__all__ = ["bottom_line", "bottom_lines", "past_ranges"]

NOMINAL = 0.9
"""Part of the outcomes that a range is meant to hold [1]."""


def bottom_line(view: View) -> str:
    """Say the answer in two or three sentences: who loses more, who holds out, what can be had.

    Parameters
    ----------
    view
        The payload.

    Returns
    -------
    str
        Empty where nothing was computed.
    """
    return " ".join(bottom_lines(view))


def bottom_lines(view: View) -> list[str]:
    """Say the answer sentence by sentence, the most important first.

    Parameters
    ----------
    view
        The payload.

    Returns
    -------
    list of str
        Who loses more, who holds the leverage, and the chance of a deal and that one lasts.
    """
    told = []
    sides = sorted(
        (
            (float(row["together"]["central"]), party)
            for party, row in view.totals().items()
            if party in view.parties
        ),
        reverse=True,
    )
    if len(sides) > 1 and sides[1][0] > 0:
        (more, first), (less, second) = sides[:2]
        one = len(view.payload["standoff"]["controls"]) == 1
        who, they = ("The control costs", "it costs") if one else ("The controls cost", "they cost")
        told.append(
            f"{who} {view.the(first)} {number(more / less)} times what {they} {view.the(second)}."
            if more / less >= 1.05
            else f"{who} {view.the(first)} and {view.the(second)} about the same."
        )
    balance = next(iter(view.payload.get("leverage", [])), None)
    if balance and balance["words"]:
        told.append(f"{capital(clean(balance['words']).rstrip('.'))}.")
    deals = view.payload["deals"]
    if deals["accepted"]["of"]:
        share, _ = chance_of_deal(view)
        all_ = "both" if len(view.parties) == 2 else "all"
        said = f"The chance that some trade suits {all_} is {per_cent(share)}"
        if risk := deals["breakdown_risk"]:
            said += (
                f"; that one is made and still stands after {risk['months']:.0f} months, "
                f"{per_cent(1.0 - risk['total'])}"
            )
        told.append(f"{said}.")
    return told


def past_ranges(view: View) -> str:
    """Say how the ranges of past forecasts fared, for the first page.

    Parameters
    ----------
    view
        The payload.

    Returns
    -------
    str
        Empty where no record is kept.
    """
    cases = (view.payload.get("record") or {}).get("cases", [])
    scored, inside = (sum(case[name] for case in cases) for name in ("scored", "inside"))
    if not scored:
        return ""
    if inside / scored >= NOMINAL:
        return f"In past standoffs {inside} of {scored} outcomes fell inside the range forecast."
    return (
        f"In past standoffs {inside} of {scored} outcomes fell inside the range forecast, not "
        f"{per_cent(NOMINAL)}: read every range as too narrow."
    )
