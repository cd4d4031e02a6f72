"""Which sentences cannot both be true: the rules that a brief's claims are held against."""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from detente.say import Claim, Sentence

MOST_CHANCES = 2
"""Chances that a reader can hold apart on one screen [count]."""

LEAST_GIVING = 2
"""Sides that give in a trade at least [count]."""

SURE = 0.995
"""From this chance on nothing is left for the other case [1]."""

FIGURES = frozenset(
    {
        *("chance", "easing", "excluded", "gains", "gives", "kind", "limit", "loses"),
        *("loses more", "packages", "runs short"),
    }
)
"""Relations of which a brief holds one figure for each subject."""


def disagreements(sentences: Iterable[Sentence]) -> list[str]:
    """Find the pairs of claims that cannot both be true, and claims that are not in their words.

    Examples
    --------
    >>> one = Claim(relation="chance", who="a deal", value=0.0)
    >>> two = Claim(relation="packages", value=24, high=24)
    >>> say = lambda text, claim: Sentence(
    ...     topic="", text=text, anchor="", how="", claims=(claim,))
    >>> disagreements([say("No chance.", one), say("24 of 24 suit.", two)])
    ['24 packages suit all beside a chance of a deal of 0: "No chance." against "24 of 24 suit."']
    """
    told = [(claim, sentence) for sentence in sentences for claim in sentence.claims]
    found = [
        f"{claim.relation} of {claim.who or 'all'} claims {claim.shown!r}, which is not said: "
        f'"{sentence.text}"'
        for claim, sentence in told
        if claim.shown not in sentence.text
    ]
    claims = [claim for claim, _ in told]
    for (one, first), (two, second) in combinations(told, 2):
        for rule in RULES:
            fault = rule(one, two, claims) or (rule(two, one, claims) if one != two else None)
            if fault:
                found.append(f'{fault}: "{first.text}" against "{second.text}"')
    return found


def _same_figure(one: Claim, two: Claim, _: Sequence[Claim]) -> str | None:
    """One subject, one figure."""
    if one.relation not in FIGURES or one.relation != two.relation:
        return None
    if (one.who, one.other, one.of) != (two.who, two.other, two.of):
        return None
    for name in ("value", "low", "high"):
        a, b = getattr(one, name), getattr(two, name)
        if (a is None) != (b is None) or (a is not None and not math.isclose(a, b, rel_tol=1e-4)):
            return f"{one.relation} of {one.who or 'all'}: {name} is {a} and {b}"
    return None


def _who_loses_more(one: Claim, two: Claim, claims: Sequence[Claim]) -> str | None:
    """The comparison of two losses is that of the losses told, and is made one way."""
    if one.relation != "loses more":
        return None
    if two.relation in {"loses more", "about the same"} and one.of == two.of:
        turned = (two.who, two.other) == (one.other, one.who)
        if turned or (
            two.relation == "about the same" and {two.who, two.other} == {one.who, one.other}
        ):
            return f"{one.who} loses more and does not"
    if two.relation == "loses" and (two.who, two.of) == (one.who, one.of):
        other = next(
            (c for c in claims if (c.relation, c.who, c.of) == ("loses", one.other, one.of)), None
        )
        loss, less, ratio = two.value or 0.0, other.value if other else None, one.value or 0.0
        if less and not math.isclose(loss / less, ratio, rel_tol=0.001):
            return f"{loss} is not {ratio} times {less}"
    return None


def _leverage(one: Claim, two: Claim, claims: Sequence[Claim]) -> str | None:
    """Leverage is with the side that loses less to the other's controls, and with one at a time."""
    if one.relation != "leverage":
        return None
    if two.relation == "leverage" and one.who != two.who:
        start, end = max(one.low or 0, two.low or 0), min(one.high or 0, two.high or 0)
        return f"two hold the leverage in month {start:.0f}" if start <= end else None
    if two.relation != "loses more" or one.of != "throughout" or not one.who or two.who != one.who:
        return None
    if two.of == "the others’ controls":
        return f"{one.who} holds the leverage and loses more to the other's controls"
    own = ("loses", one.who, "its own controls")
    if own not in {(c.relation, c.who, c.of) for c in claims}:
        return f"{one.who} holds the leverage and loses more, with no word on its own controls"
    return None


def _chances(one: Claim, two: Claim, claims: Sequence[Claim]) -> str | None:
    """Chances are ordered, few, and not told where withheld."""
    if one.relation != "chance":
        return None
    if two.relation == "withheld":
        return f"a chance of {one.who} is told and withheld"
    if two.relation != "chance":
        return None
    if (one.who, two.who) == ("a deal", "a deal that stands"):
        return "a deal stands more often than there is one" if _less(one, two) else None
    many = {c.who for c in claims if c.relation == "chance"}
    return f"more than {MOST_CHANCES} chances are told" if len(many) > MOST_CHANCES else None


def _less(one: Claim, two: Claim) -> bool:
    return (one.value or 0.0) < (two.value or 0.0)


def _packages(one: Claim, two: Claim, claims: Sequence[Claim]) -> str | None:
    """The packages that suit all at central values fit the chance over the draws, or it is said."""
    if (one.relation, one.who, two.relation) != ("chance", "a deal", "packages"):
        return None
    value, count = one.value or 0.0, two.value or 0.0
    if any(claim.relation == "central differs" for claim in claims):
        return None
    if count and value < 1 - SURE:
        return f"{count:.0f} packages suit all beside a chance of a deal of {value:.2g}"
    if not count and two.high and value >= SURE:
        return f"no package suits all beside a chance of a deal of {value:.2g}"
    return None


def _limits(one: Claim, two: Claim, _: Sequence[Claim]) -> str | None:
    """What a deal lifts in full is within its limit, and a limit that holds needs a deal."""
    if one.relation != "limit":
        return None
    lifted = two.relation == "easing" and two.who == one.who and (two.value or 0.0) >= SURE
    if lifted and one.of == "fails":
        return f"{one.who} cannot be lifted in full and is"
    if two.relation == "packages" and one.of == "holds" and two.high and not two.value:
        return f"{one.who} can be lifted in a deal, and there is none"
    return None


def _kinds(one: Claim, two: Claim, claims: Sequence[Claim]) -> str | None:
    """A trade is what each side gives to."""
    if one.relation != "kind" or two.relation != "gives":
        return None
    giving = {c.who for c in claims if c.relation == "gives" and c.value}
    if one.who == "trade" and len(giving) < LEAST_GIVING:
        return f"a trade to which only {', '.join(sorted(giving)) or 'nobody'} gives"
    if one.who != "trade" and len(giving) >= LEAST_GIVING:
        return f"a {one.who} to which {', '.join(sorted(giving))} give"
    return None


RULES: tuple[Callable[[Claim, Claim, Sequence[Claim]], str | None], ...] = (
    _same_figure,
    _who_loses_more,
    _leverage,
    _chances,
    _packages,
    _limits,
    _kinds,
)
