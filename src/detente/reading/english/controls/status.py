"""Whether a control stands, is planned, paused or gone, by the words beside its mentions."""

from collections import Counter

from detente.facts.words import compiled, word_class
from detente.reading._records import Status
from detente.reading.english.controls._mentions import Mention
from detente.reading.english.controls.controls import ControlDraft
from detente.reading.english.controls.transitions import no_longer, state_after

__all__ = ["control_status"]

_WITHIN_PAUSED = compiled("status.within_paused")
_AFTER_GONE = compiled("status.after_gone")
_AFTER_PAUSED = compiled("status.after_paused")
_BEFORE_GONE = compiled("status.before_gone")
_BEFORE_PAUSED = compiled("status.before_paused")
_PLAN = compiled("status.plan")
_PLAN_OF = compiled("status.plan_of")
_NOMINAL_PLAN = compiled("status.nominal_plan")
_FUTURE = compiled("status.future")
_SPOKEN_OF = compiled("status.spoken_of")
_OF_RULE = compiled("status.of_rule")
"""What stands before *banning exports* where the ban itself was suspended or lifted."""
_CARRIES_ON = compiled("status.carries_on")
"""What makes a plan of a control that stands: *will continue to prohibit*."""
_IN_PART = compiled("status.in_part")
"""What leaves the rest of a control standing: *has partially removed*."""
_NEGATED = compiled("status.negated")
_HISTORY = compiled("status.history")
"""What makes a sentence one about another time: *previously halted exports and lifted the ban*."""
_HOPED = compiled("status.hoped")
"""What makes an end that is named no end that came: *hopes it will lead to the lifting of*."""
_PERMISSIONS = word_class("permission_flow")
_STANDS = compiled("status.stands")


def control_status(norm: str, control: ControlDraft) -> Status:
    """Read the status of a control: ``in force``, ``proposed``, ``suspended`` or ``lifted``.

    Notes
    -----
    What was lifted or suspended once is so, unless it was only spoken of (*would be lifted*). A
    plan counts as long as no more mentions say that the control stands. A control that is only
    imagined is a plan at most, and of one that is only denied nothing is known.
    """
    moods = {mention.mood for mention in control.mentions}
    if "told" not in moods:
        return "proposed" if "imagined" in moods else "unknown"
    told = Counter(
        _told_by(norm, mention) for mention in control.mentions if mention.mood == "told"
    )
    if told["lifted"] or told["suspended"]:
        return "lifted" if told["lifted"] else "suspended"
    return "proposed" if told["proposed"] and told["proposed"] >= told["in force"] else "in force"


def _told_by(norm: str, mention: Mention) -> Status | None:
    """The status that one mention gives its control, by its clause, else by the words beside it."""
    sentence = mention.head.sent
    low = mention.paragraph.offset + int(sentence.start_char)
    high = mention.paragraph.offset + int(sentence.end_char)
    if _HISTORY.search(norm, low, high):
        return None
    if no_longer(mention.head, verbal=mention.verbal):
        return "lifted"
    words = norm[mention.start : mention.end]
    before = norm[max(low, mention.start - 70) : mention.start]
    after = norm[mention.end : min(max(high, mention.end), mention.end + 90)]
    if not (mention.verbal or mention.head.lemma_.lower() in _PERMISSIONS):
        step = state_after(mention.head, mention.target)
        if step in {"lifted", "suspended"} and _IN_PART.search(f"{before} {after[:50]}"):
            return "in force"
        if step is not None:
            return step
    return _over(mention, before, words, after) or _planned(mention, before, words, after)


def _planned(mention: Mention, before: str, words: str, after: str) -> Status | None:
    """Whether the words beside a mention say that it stands, or is a plan."""
    if _CARRIES_ON.search(before):
        return "in force"
    spoken = before + words[:40] if mention.verbal else before
    planned = (
        (mention.verbal and _PLAN.search(before))
        or _PLAN_OF.search(spoken)
        or (_NOMINAL_PLAN.search(words) and not mention.taken_up)
        or _FUTURE.search(after)
    )
    if planned:
        return "proposed"
    stands = mention.verbal or _STANDS.search(before + words + after)
    return "in force" if stands else None


def _over(mention: Mention, before: str, words: str, after: str) -> Status | None:
    """Whether the words beside a mention say that it was lifted or suspended."""
    spoken_of = (
        _SPOKEN_OF.search(before)
        or _NEGATED.search(before)
        or _IN_PART.search(f"{before} {after[:50]}")
    )
    if spoken_of or mention.head.lemma_.lower() in _PERMISSIONS:
        return None
    gone, halted = _BEFORE_GONE.search(before), _BEFORE_PAUSED.search(before)
    gone = None if gone and _HOPED.search(before) else gone
    if mention.verbal and not _OF_RULE.search(before):
        gone = halted = None
    if _AFTER_GONE.search(after) or (gone and not gone["ahead"]):
        return "lifted"
    within = _WITHIN_PAUSED.search(words) or _AFTER_PAUSED.search(after)
    return "suspended" if within or (halted and not halted["ahead"]) else None
