"""Which way a statement points, by what its verbs do to controls and supplies; its hedges."""

import re
from functools import cache

from spacy.tokens import Token

from detente.facts._reading_tables import load_lexicon
from detente.reading._nlp import Paragraph
from detente.reading._records import Commitment, Polarity

__all__ = ["EASING_NOUNS", "direction", "hedges", "stops_flow", "verb_group"]

EASING_NOUNS = frozenset(
    [
        "removal",
        "lifting",
        "easing",
        "relaxation",
        "resumption",
        "release",
        "concession",
        "concessions",
        "withdrawal",
        "exemption",
        "exemptions",
        "waiver",
        "waivers",
        "loosening",
    ]
)
_SUPPLY = re.compile(
    r"exports?|shipments?|suppl(?:y|ies)|deliver(?:y|ies)|flows?|sales|gas|"
    r"licen[cs]es?|permits?|approvals?|exemptions?"
)
_STOPPING = frozenset(
    {
        "suspend",
        "end",
        "pause",
        "reduce",
        "withdraw",
        "drop",
        "cancel",
        "scrap",
        "revoke",
        "rescind",
        "refuse",
        "freeze",
    }
)
_DWINDLING = frozenset({"fall", "drop", "decline", "shrink", "dwindle", "stop", "plunge", "cease"})
_ONLY_FLOWS = frozenset({"control", "regulate", "ration", "cap"})
_MAKING_KNOWN = frozenset({"announce", "unveil", "publish", "prepare", "plan", "propose", "draft"})
_NEGATION = frozenset({"not", "n't", "never", "no", "neither", "cannot", "hardly"})


def verb_group(lemma: str) -> str | None:
    """Say what a verb does to a control: ``ease``, ``tighten``, ``keep`` or nothing.

    Examples
    --------
    >>> verb_group("lift"), verb_group("impose"), verb_group("sing")
    ('ease', 'tighten', None)
    """
    lexicon = load_lexicon()
    for group in ("ease", "keep", "tighten"):
        if lemma in lexicon[group]:
            return group
    return None


def _negated(token: Token) -> bool:
    if any(child.dep_ == "neg" or child.lower_ in _NEGATION for child in token.children):
        return True
    subject = [t for c in token.children if c.dep_ in {"nsubj", "nsubjpass"} for t in c.children]
    if any(t.lower_ in {"no", "neither"} for t in subject):
        return True
    return token.dep_ in {"xcomp", "ccomp"} and (
        token.head.lemma_ in {"refuse", "decline", "reject"}
        or any(c.dep_ == "neg" for c in token.head.children)
    )


def _objects(token: Token) -> list[str]:
    """Words that a verb or a verbal noun acts on: heads and what qualifies them."""
    heads = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            heads.extend(c for c in child.children if c.dep_ == "pobj")
    return [head.lower_ for head in heads]


def stops_flow(token: Token) -> bool:
    """Whether a word that would ease a control here stops a supply: *suspended deliveries*.

    Parameters
    ----------
    token
        A verb or a verbal noun.
    """
    flow = any(_SUPPLY.fullmatch(word) for word in _objects(token))
    return flow and (token.lemma_ in _STOPPING or token.lower_ in {"withdrawal", "removal"})


def _off_a_good_list(token: Token) -> bool:
    """*Remove South Korea from its list of trusted buyers*."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"from", "off"}:
            words = {t.lower_ for t in child.subtree}
            return bool(
                words & {"trusted", "preferred", "favoured", "favored", "white", "whitelist"}
            )
    return False


def _listed(token: Token) -> bool:
    """*Add a dozen firms to the Entity List*."""
    if token.lemma_.lower() in {"publish", "compile", "create"}:
        return bool({"list", "blacklist"} & {*_objects(token)})
    return token.lemma_.lower() in {"add", "put", "place"} and any(
        below.lower_ in {"list", "blacklist"}
        for child in token.children
        if child.dep_ in {"prep", "dative"}
        for below in child.subtree
    )


def _in_view(token: Token) -> bool:
    """*Considering quotas on cobalt*: a control that does not stand yet."""
    return (
        token.pos_ == "NOUN"
        and token.dep_ == "dobj"
        and token.lemma_.lower() in {"curb", "restriction", "control", "ban", "limit", "quota"}
        and token.head.lemma_.lower() in {"consider", "weigh", "mull", "plan", "propose", "prepare"}
        and not any(
            child.dep_ in {"det", "poss"} and child.lower_ != "a" for child in token.children
        )
    )


def _withholds(token: Token) -> bool:
    """*We will not supply anything if*: who threatens to sell no more."""
    return (
        token.lemma_.lower() in {"supply", "deliver", "ship", "sell", "export"}
        and any(child.dep_ == "neg" for child in token.children)
        and any(child.dep_ == "nsubj" for child in token.children)
    )


def _further(token: Token) -> bool:
    """*New curbs*, *tighter controls*: a control that comes on top of what there is."""
    return (
        token.pos_ == "NOUN"
        and token.lemma_.lower() in {"curb", "restriction", "control", "ban", "limit"}
        and (token.head.pos_ not in {"VERB", "AUX"} or token.head.lemma_ in _MAKING_KNOWN)
        and any(
            child.lower_ in {"new", "further", "tighter", "stricter", "additional", "tougher"}
            for child in token.children
        )
    )


def _binds(token: Token) -> bool:
    """*Will have to apply for licences*, *needs a permit*, *closes a loophole*."""
    lemma = token.lemma_.lower()
    if lemma in {"apply", "need", "obtain"}:
        words = {below.lemma_.lower() for child in token.children for below in child.subtree}
        due = (
            lemma == "need"
            or token.head.lemma_ in {"have", "need", "require"}
            or any(child.lower_ == "must" for child in token.children)
        )
        return due and bool(words & {"licence", "license", "permit", "licensing"})
    return lemma == "close" and bool({"gap", "gaps", "loophole", "loopholes"} & {*_objects(token)})


def _given_as_reason(token: Token) -> bool:
    """Whether a word stands in a clause of reason or time past: *since Moscow cut supplies*."""
    return any(
        node.dep_ == "advcl"
        and any(
            c.dep_ == "mark" and c.lower_ in {"since", "because", "unless"} for c in node.children
        )
        for node in (token, token.head)
    )


def _deed(token: Token) -> str | None:  # noqa: C901, PLR0911, PLR0912 - one branch a rule of grammar
    """What a word does to a control: *lift*, *removal*, *increase supplies*, *impose*, *remain*."""
    flow = any(_SUPPLY.fullmatch(word) for word in _objects(token))
    if token.lower_ in EASING_NOUNS:
        return None if flow and token.lower_ in {"withdrawal", "removal"} else "ease"
    if token.lower_ == "resume":  # the parser may take it for a noun: let the plant resume sales
        return "ease"
    if token.pos_ not in {"VERB", "AUX"} and token.tag_ not in {"VBG", "VBN"}:
        return None
    group = verb_group(token.lemma_.lower())
    if _given_as_reason(token):
        return None
    if token.lemma_ == "take" and {"countermeasures", "retaliation"} & {*_objects(token)}:
        return "tighten"
    if _listed(token) or _binds(token):
        return "tighten"
    if token.lemma_.lower() in _DWINDLING and any(
        c.dep_ == "nsubj" and _SUPPLY.fullmatch(c.lower_) for c in token.children
    ):
        return "tighten"
    if token.lemma_.lower() in {"take", "come", "enter"} and any(
        c.lower_ in {"effect", "force"} for c in token.subtree
    ):
        return "tighten"
    if group == "ease" and _off_a_good_list(token):
        return "tighten"
    if token.lemma_ == "negotiate" and any(c.lower_ == "away" for c in token.children):
        return "ease"
    if group == "ease" and flow and token.lemma_ in _STOPPING:
        return "tighten"
    if group == "tighten" and token.lemma_.lower() in _ONLY_FLOWS and not flow:
        return None
    if group == "tighten" and not any(
        c.dep_ in {"dobj", "nsubjpass", "auxpass", "agent", "prep"} for c in token.children
    ):
        return None
    if group == "keep":
        return group if token.lemma_ in {"remain", "maintain", "stay", "uphold"} else None
    supplies = token.lemma_ in load_lexicon()["supply_verb"] and any(
        c.dep_ in {"dobj", "nsubjpass"} and _SUPPLY.fullmatch(c.lower_) for c in token.children
    )
    return "ease" if group is None and supplies else group


def direction(  # noqa: C901, PLR0911, PLR0912 - one branch a rule of grammar
    paragraph: Paragraph, spans: list[tuple[int, int]], level: Commitment, *, about_control: bool
) -> Polarity:
    """Read whether a statement points to easing, keeping or tightening.

    Parameters
    ----------
    paragraph, spans
        Where the content stands.
    level
        Its commitment; a refusal to ease keeps.
    about_control
        Whether it speaks of a control; other statements are neutral.
    """
    if level in {"noncommittal", "question", "denied"} or not about_control:
        return "neutral"
    found: Polarity = "neutral"
    for start, end in spans:
        for token in paragraph.tokens(start, end):
            group = _deed(token)
            if level == "conditional" and _withholds(token):
                return "tighten"
            if group is None and found == "neutral" and (_further(token) or _in_view(token)):
                found = "tighten"
            if group == "ease":
                if level == "refused":
                    return "maintain"
                if not _negated(token):
                    return "ease"
                if level in {"pledged", "expected"}:
                    return "maintain"
            if group == "tighten" and found != "tighten":
                found = found if _negated(token) else "tighten"
            elif group == "keep" and found == "neutral":
                found = "maintain"
    if level == "refused":
        return "maintain"
    if found == "tighten" and level in {"evaluation", "denied"}:
        return "neutral"
    return found


def hedges(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find the words that soften a statement, the longest at each place.

    Parameters
    ----------
    norm
        Normalised text.
    start, end
        The statement with its reporting word, end-exclusive [code points].
    """
    return [match.span() for match in _hedge_pattern().finditer(norm, start, end)]


@cache
def _hedge_pattern() -> re.Pattern[str]:
    words = sorted(load_lexicon()["hedge"], key=len, reverse=True)
    either = "|".join(re.escape(word) for word in words)
    return re.compile(rf"\b(?:{either})(?!\w)", re.IGNORECASE)
