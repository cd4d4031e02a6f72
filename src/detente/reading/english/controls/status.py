"""Whether a control stands, is planned, paused or gone, by the words beside its mentions."""

import re

from detente.reading._records import Status
from detente.reading.english.controls.controls import ControlDraft

__all__ = ["control_status"]

_BE = r"(?:has|have|had|was|were|been|is|are|being|got)"
_GONE = r"(?:lifted|removed|rescinded|revoked|scrapped|withdrawn|repealed|abolished|dropped|ended)"
_PAUSED = r"(?:suspended|paused|put on (?:hold|ice)|frozen|froze|shelved)"
_ON_HOLD = r"^(?:[^.;,]{0,40}?\b(?:is|are|was|were|been|remains?|stays?|now))? on (?:hold|ice)\b"
_AHEAD = (
    r"(?:will|would|may|might|could|should|shall|must|to|if|unless|until|once|not|n't|never|"
    r"before|cannot)"
)
_THEN = r"^(?:, [^,.;]{3,60},)?[^.;,]{0,40}?\b(?:has|have|had|was|were) (?:been )?(?:\w+ly )?"
_CUT = r"^(?:[^.;,]|, (?=[\w-]+(?:,| and\b| or\b|\s)))"
_UNTIL = (
    r"(?:until|till|through|for (?:a|one|two|\d+|the)|as of|with (?:immediate )?effect|effective)"
)
_NO_LONGER = (
    r"^[^.;,]{0,30}?\b(?:(?:is|are|was|were) no longer (?:in|valid|needed|required)|"
    r"no longer appl(?:y|ies|ied))\b"
)
_WITHIN_PAUSED = re.compile(rf"\b{_PAUSED} {_UNTIL}\b")
_AFTER_GONE = re.compile(rf"{_THEN}{_GONE}\b|{_CUT}{{0,60}}?\b{_GONE} {_UNTIL}\b|{_NO_LONGER}")
_AFTER_PAUSED = re.compile(rf"{_THEN}{_PAUSED}\b|{_CUT}{{0,60}}?\b{_PAUSED} {_UNTIL}\b|{_ON_HOLD}")
_BEFORE = (
    r"\b(?:(?P<ahead>{ahead}) (?:be |have |also |not )?)?(?:{be} )?(?:{verbs})"
    r"(?: [\w.]+,?){{0,6}}[ ]*$"
)
_BEFORE_GONE = re.compile(
    _BEFORE.format(
        ahead=_AHEAD,
        be=_BE,
        verbs=rf"{_GONE}|lifting|removing|scrapping|withdrew|revoking|lifts|removes|scraps|revokes",
    )
)
_BEFORE_PAUSED = re.compile(
    _BEFORE.format(
        ahead=_AHEAD,
        be=_BE,
        verbs=rf"{_PAUSED}|suspending|pausing|suspends|pauses|freezes|"
        r"(?:holding|held|holds) off",
    )
)
_PLAN = re.compile(
    r"\b(?:will|would|may|might|could|shall|plan\w*|propos\w+|consider\w*|threat\w+|weigh\w*|"
    r"mull\w*|draft\w*|intend\w*|prepar\w+|discuss\w*|in talks|looking at|set to|due to|about to|"
    r"ready to)\b[\w' ,-]{0,30}$",
    re.IGNORECASE,
)
_PLAN_OF = re.compile(
    r"\b(?:will|would|may|might|could|shall|plan\w*|propos\w+|consider\w*|threaten\w*|weigh\w*|"
    r"mull\w*|intend\w*|prepar\w+) (?:(?:to|a|an|the|new|of|also|soon|be|further|whether|\w+ly) )*"
    r"(?:impos|introduc|restrict|ban|tighten|expand|limit|require|curb|add|publish|halt|cap|"
    r"prohibit|new\b|place|put|remove (?:\w+ )+from|subject|$)",
    re.IGNORECASE,
)
_NOMINAL_PLAN = re.compile(
    r"^(?:the |its |their |a |an |\w+'s )?(?:\w+ )?(?:proposed|planned|possible|potential|"
    r"threatened|looming|draft|upcoming|impending|future|expected)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"^(?![^.;]{0,60}\b(?:at once|immediately|immediate effect|today)\b)"
    r"(?:[^.;]{0,30}\b(?:take|takes|taking|come|comes|coming|enter|go|goes) "
    r"(?:into )?(?:effect|force)|[^.;]{0,20}\b(?:will|would|could|may) "
    r"(?:apply|hit|take|come|affect|cover|bite|require))",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(r"\b(?:if|unless|once|until|when|should)\b[^,;.]*$", re.IGNORECASE)
_OF_RULE = re.compile(
    r"\b(?:announcement|notice|order|decree|resolution|notification|implementation|enforcement|"
    r"application)\b[^;]{0,30}$",
    re.IGNORECASE,
)
"""What stands before *banning exports* where the ban itself was suspended or lifted."""
_PERMISSIONS = frozenset({"licence", "license", "permit", "flow"})
_STANDS = re.compile(
    r"\b(?:imposed|introduced|in force|in place|took effect|has banned|have banned|adopted|since|"
    r"already|enforc\w+|remain\w*|existing)\b"
)


def control_status(norm: str, control: ControlDraft) -> Status:
    """Read the status of a control: ``in force``, ``proposed``, ``suspended`` or ``lifted``.

    Parameters
    ----------
    norm
        Normalised text.
    control
        The control with its mentions.

    Notes
    -----
    What was lifted or suspended once is so, unless it was only spoken of (*would be lifted*). A
    plan counts as long as no more mentions say that the control stands.
    """
    planned = standing = 0
    lifted = paused = False
    for mention in control.mentions:
        sentence = mention.head.sent
        low = mention.paragraph.offset + int(sentence.start_char)
        high = mention.paragraph.offset + int(sentence.end_char)
        words = norm[mention.start : mention.end]
        before = norm[max(low, mention.start - 70) : mention.start]
        after = norm[mention.end : min(max(high, mention.end), mention.end + 90)]
        spoken_of = _SPOKEN_OF.search(before)
        if not spoken_of and mention.head.lemma_.lower() not in _PERMISSIONS:
            gone, halted = _BEFORE_GONE.search(before), _BEFORE_PAUSED.search(before)
            if mention.verbal:
                gone, halted = _OF_RULE.search(before) and gone, _OF_RULE.search(before) and halted
            if _AFTER_GONE.search(after) or (gone and not gone["ahead"]):
                lifted = True
                continue
            within = _WITHIN_PAUSED.search(words)
            if within or _AFTER_PAUSED.search(after) or (halted and not halted["ahead"]):
                paused = True
                continue
        spoken = before + words[:40] if mention.verbal else before
        if (
            (mention.verbal and _PLAN.search(before))
            or _PLAN_OF.search(spoken)
            or _NOMINAL_PLAN.search(words)
            or _FUTURE.search(after)
        ):
            planned += 1
        elif mention.verbal or _STANDS.search(before + words + after):
            standing += 1
    if lifted:
        return "lifted"
    if paused:
        return "suspended"
    return "proposed" if planned > standing else "in force"
