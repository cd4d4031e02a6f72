"""Plain words for schedules, promises, risks and unknowns."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.say import capital, days, join_words, money, per_cent, points, range_words

if TYPE_CHECKING:
    from detente.deal.keeping.beliefs import Belief
    from detente.deal.keeping.breakdown import Breakdown
    from detente.deal.keeping.incentives import Promise
    from detente.deal.keeping.information import Unknown
    from detente.deal.keeping.ladder import Rung, Schedule

__all__ = [
    "belief_words",
    "breakdown_words",
    "promise_words",
    "rung_words",
    "schedule_words",
    "unknown_words",
]

_KINDS = {
    "security": "what keeping {control} is worth to {party}",
    "political": "what easing {control} costs {party} at home",
    "loss": "what {control} costs {party}",
    "patience": "how far ahead {party} looks",
    "lag": "how long a breach by {party} goes unanswered",
    "stake": "what a breach costs {party} elsewhere",
}


def rung_words(rung: "Rung", names: Mapping[str, str]) -> str:
    """Say what is done at one step."""
    party, control = names.get(rung.party, rung.party), names.get(rung.control, rung.control)
    if rung.kind == "load":
        said = f"{party} lets more cargoes under {control} load, but not unload"
    elif rung.to_easing >= 1 and rung.from_easing <= 0:
        said = f"{party} lifts {control}"
    else:
        start, end = per_cent(rung.from_easing), per_cent(rung.to_easing)
        said = f"{party} eases {control} from {start} to {end}"
    if rung.exposed >= 0.0005:
        said += f" (exposed meanwhile: {money(rung.exposed)})"
    return capital(said)


def schedule_words(schedule: "Schedule", names: Mapping[str, str]) -> str:
    """Say how a package can be delivered."""
    if not schedule.credible:
        return (
            "No schedule makes this package credible: even at the most trusting ends of the ranges "
            "some party gains by breaking it."
        )
    if schedule.steps == 1:
        said = "One swap at the same time is enough"
    else:
        turn = "together" if schedule.order == "together" else "in turn"
        said = f"{schedule.steps} steps, {turn}, {days(schedule.step_days)} apart, are enough"
    if schedule.caution > 0:
        way = per_cent(schedule.caution)
        said += f", with all figures on trust {way} of the way to their worst ends"
    elif schedule.caution < 0:
        way = per_cent(-schedule.caution)
        said += f", but only with all figures on trust {way} of the way to their best ends"
    said += "."
    for party, one in schedule.validity.items():
        central, low, high = one["central"], one["low"], one["high"]
        who = names.get(party, party)
        if central is None:
            said += f" Nothing calls for a limit in time on licences of {who}"
            said += f" (in a twentieth of the draws {days(low)} or less)." if low else "."
        elif central < 1:
            said += f" No licence of {who} is safe for any time at central values."
        else:
            most = "no limit" if high is None else f"{high:,.0f}"
            said += (
                f" A licence of {who} should run for {days(central)} at most ({low or 0:,.0f} to "
                f"{most} over the draws) and lapse unless renewed."
            )
    return said


def promise_words(promise: "Promise", names: Mapping[str, str]) -> str:
    """Say what holds a party to its word."""
    party = capital(names.get(promise.party, promise.party))
    if not promise.controls:
        return f"{party} gives nothing in this package, so it has no promise to break."
    taken = join_words([names.get(control, control) for control in promise.controls])
    if money(abs(promise.temptation)) == money(0):
        gain = "would neither save nor lose"
    elif promise.temptation > 0:
        gain = f"would save {money(promise.temptation)} a month"
    else:
        gain = f"would lose {money(-promise.temptation)} a month"
    answer = (
        "nothing would answer that"
        if math.isinf(promise.lag)
        else f"the answer comes after {days(promise.lag)}"
    )
    said = f"{party} {gain} by re-imposing {taken}; {answer}. "
    if promise.kept:
        said += f"Keeping its word is worth {money(promise.slack)} more, over all time"
        if math.isinf(promise.survives_lag):
            return f"{said}, whatever the lag."
        return f"{said}; it would break it if the answer took over {days(promise.survives_lag)}."
    if promise.holds > 0:
        return (
            f"{said}It keeps its word for about {days(promise.holds)}; by then its stocks have "
            f"grown so far that breaking it is worth more ({money(-promise.slack)} once they are "
            "full)."
        )
    return f"{said}Breaking it is worth {money(-promise.slack)} more: it is not credible as it is."


def breakdown_words(risk: "Breakdown") -> str:
    """Say how likely failure is, and why."""
    said = (
        f"No deal that still stands after {risk.months:.0f} months in {per_cent(risk.total)} of "
        f"the draws: {per_cent(risk.no_deal)} have no package that suits all, "
        f"{per_cent(risk.none_kept)} none that all would keep, and in {per_cent(risk.shock)} a "
        "shock ends it."
    )
    if risk.delay is not None and risk.outlook is not None:
        said += (
            f" Talks that led to a deal lasted {range_words(risk.delay.as_dict())} months in the "
            f"record; of {risk.outlook.sought} matters, {per_cent(risk.outlook.soon)} had a deal "
            "within six."
        )
    elif risk.delay is not None:
        said += (
            " If each side may be stubborn, the months that talks last are on average "
            f"{range_words(risk.delay.as_dict())}."
        )
    return said if risk.outlook is None else f"{said} {risk.outlook.words}"


def unknown_words(unknown: "Unknown", names: Mapping[str, str]) -> str:
    """Say what learning one unknown would bring."""
    party = names.get(unknown.party, unknown.party)
    control = names.get(unknown.control or "", unknown.control or "")
    what = _KINDS[unknown.kind].format(party=party, control=control)
    if abs(unknown.swing) < 0.005:
        more = "hardly moves the chance of a deal that is kept"
    else:
        way = "raises" if unknown.swing > 0 else "lowers"
        more = (
            f"a high value {way} the chance of a deal that is kept by "
            f"{points(abs(unknown.swing)).removeprefix('+')}"
        )
    return (
        f"Knowing {what} would raise the chance that the best proposal is accepted and kept by "
        f"{points(max(unknown.gain, 0.0)).removeprefix('+')}; {more}."
    )


def belief_words(belief: "Belief", names: Mapping[str, str]) -> str:
    """Say what a statement says."""
    party = capital(names.get(belief.party, belief.party))
    control = names.get(belief.control, belief.control)
    said = join_words([one.commitment for one in belief.said])
    return (
        f"{party} on {control}: {said}. The chance that it would truly not ease moves from "
        f"{per_cent(belief.firm_before)} to {per_cent(belief.firm_after)}, since saying so falsely "
        f"would cost it {money(belief.bluff_cost)} a month and bring {money(belief.bluff_gain)}; a "
        f"party of the other kind says the same {per_cent(belief.bluff)} of the time."
    )
