"""How firm a statement is."""

import re
from functools import cache, lru_cache
from typing import cast, get_args

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._records import Commitment
from detente.reading.english.text.needed import fold, may_hold

__all__ = ["commitment"]

_BY_CUE = cast("dict[str, Commitment]", load_lexicon()["cue_strength"])

_STANDING = compiled("commitment.standing")
_EXPECTING = compiled("commitment.expecting")

_CLAIMS = compiled("commitment.claims")
_JUDGING = compiled("commitment.judging")

_AFTER_PREPOSITION = compiled("commitment.after_preposition")
_ANYWHERE = frozenset({"noncommittal", "conditional"})


@cache
def _patterns() -> tuple[tuple[str, Commitment], ...]:
    rows = load_lexicon()["commitment"].items()
    return tuple(
        (item, level) for item, value in rows for level in get_args(Commitment) if level == value
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _owned(match: re.Match[str]) -> bool:
    """Whether what looks like *is lifting* is somebody's: *in return for Delhi's lifting*."""
    before = match.string[: match.start()]
    return match[0].startswith(("'s ", "\u2019s ")) and bool(_AFTER_PREPOSITION.search(before))


@lru_cache(maxsize=512)
def _hits(text: str, core: str) -> dict[Commitment, re.Match[str]]:
    """The first match of each level: conditions and evasions anywhere, the rest in the core."""
    hits: dict[Commitment, re.Match[str]] = {}
    folded = {True: fold(text), False: fold(core)}
    for pattern, value in _patterns():
        if not may_hold(folded[value in _ANYWHERE], pattern):
            continue
        found = _compiled(pattern).finditer(text if value in _ANYWHERE else core)
        match = next((one for one in found if not _owned(one)), None)
        if match and (value not in hits or match.start() < hits[value].start()):
            hits[value] = match
    return hits


def commitment(  # noqa: C901, PLR0911, PLR0912 - one branch a rule of grammar
    content: str, cue_kind: str, *, about_control: bool, cue_text: str = "", core: str = ""
) -> Commitment:
    """Read how firmly a content is held.

    Notes
    -----
    The scale follows the factuality scale of FactBank (Saurí and Pustejovsky, 2009), turned to
    bargaining: what is done, pledged, expected, offered, possible, refused. Answers that avoid the
    question come first, then refusals and conditions, then the reporting word, then modality.
    """
    text = re.sub(r"\s+", " ", content).strip().strip('"').strip()
    if text.endswith("?") or cue_kind == "question":
        return "question"
    if cue_kind == "withhold":
        return "noncommittal"
    hits = dict(_hits(text, re.sub(r"\s+", " ", core).strip().strip('"').strip() or text))
    if cue_kind == "refuse" and _CLAIMS.match(text):
        return "denied"
    if cue_kind == "refuse":
        vague = "declin" in cue_text and compiled("commitment.declined").match(text)
        return "noncommittal" if vague else "refused"
    if _EXPECTING.match(text) and "noncommittal" not in hits:
        return "expected"
    if "pledged" in hits and not about_control and hits["pledged"][0].lower() == "agreed to":
        del hits["pledged"]
    binding = {"expected", "pledged", "conditional", "refused"} & hits.keys()
    if _JUDGING.match(text) and cue_kind == "assert" and not binding:
        return "evaluation"
    for value in ("noncommittal", "refused"):
        match = hits.get(value)
        if match is None:
            continue
        standing = _STANDING.search(match[0])
        if value == "refused" and standing and not about_control:
            continue
        if value == "noncommittal" and match[0].lower() == "maybe" and len(text.split()) > 8:
            continue
        return value
    if "denied" in hits:
        return "denied"
    if "conditional" in hits and cue_kind not in word_class("denied_evaluation"):
        return "conditional"
    if cue_kind in _BY_CUE:
        return _BY_CUE[cue_kind]
    if "done" in hits:
        return "done"
    judged, ahead = hits.get("evaluation"), hits.get("expected")
    first = judged and not (ahead and ahead.start() < judged.start())
    if first and not {"pledged", "willing"} & hits.keys():
        return "evaluation"
    modal = [v for v in ("willing", "pledged", "possible", "expected") if v in hits]
    return min(modal, key=lambda value: hits[value].start(), default="asserted")
