"""What takes a control off the table by its wording: *not for sale*, *stays banned*, *is final*."""

import re

__all__ = ["HARSHER", "NOT", "RELIEF", "REVERSE", "closes", "keeps_nothing"]

RELIEF = (
    r"(?:eas(?:e|es|ed|ing)|relaxation|suspension|pause|truce|freeze|waivers?|exemptions?|relief|"
    r"deal|agreement|accord|understanding|arrangement|framework|package|talks|negotiations|"
    r"concessions?|offer|proposal|carve-?outs?|general licen[cs]es?|licen[cs]es?|permits?|"
    r"liberali[sz]ation|lifting|removal|roll-?back|resumption)"
)
NOT = r"(?:not|n't|never|no longer)"
REVERSE = re.compile(
    rf"^(?!.*\b{RELIEF}\b).*\b(?:bans?|curbs?|controls?|restrictions?|sanctions|requirements?|embargo|"
    r"rules?|orders?|prohibitions?)\b[^.;,]{0,60}\b(?:not|n't) (?:apply|be applied|extend|affect|"
    r"cover|concern|include|be applicable)\b|"
    r"\bno (?:\w+ )?(?:is|are|was|were) (?:needed|required|necessary)\b|"
    r"\b(?:will|would) not \w+[^.;]*\bif\b|"
    r"\b(?:not|n't|never) (?:be )?(?:covered|affected|touched|hit|caught|included) (?:by|in) "
    r"(?:[\w-]+ ){0,4}?(?:bans?|curbs?|controls?|restrictions?|sanctions|requirements?|embargo|"
    r"tariffs?|decision|measures?|order|rules?|decree)\b|"
    r"\b(?:exempt(?:ed)?|excluded|left out|spared|free) (?:from|of) (?:\w+ ){0,4}?"
    r"(?:bans?|curbs?|controls?|restrictions?|sanctions|requirements?|embargo|tariffs?)\b",
    re.IGNORECASE,
)
_TABLE = (
    r"(?:negotiations?|negotiating|discussions?|debate|bargaining|barter|grabs|sale|offer|trade|"
    r"trading|the (?:negotiating )?table|the agenda|the menu)"
)
_KEPT_FROM = (
    r"(?:banned|barred|prohibited|blocked|forbidden|off[ -]limits|out of (?:reach|bounds)|closed|"
    r"shut|halted|stopped|"
    r"restricted|locked|sealed|frozen|excluded|embargoed|blacklisted|unchanged|untouched|"
    r"under (?:embargo|sanctions|licen[cs]e|control)|here to stay|as (?:it|they) (?:is|are))"
)
_SENT = (
    r"(?:send|ship|sell|export|supply|deliver|discharge|unload|release|transfer|re-export|"
    r"complete (?:deliveries|shipments|sales))"
)
_SENT_PAST = (
    r"(?:sent|shipped|sold|exported|supplied|delivered|discharged|unloaded|released|transferred|"
    r"licensed|exempted|reopened|eased|lifted|relaxed|touched|waived|dropped|traded|"
    r"bargained away|given up|restored|reconnected)"
)
_FIRM = re.compile(
    rf"\b{NOT} (?:even |something )?(?:up for|open (?:to|for)|on|for|a (?:matter|subject) "
    rf"(?:for|of)|the subject of|subject to) (?:any |a )?{_TABLE}\b|"
    rf"\b(?:never|no longer) (?:be |been )?(?:part of|on|up for) (?:\w+ )?(?:\w+ )?\w+|"
    rf"\b{NOT} (?:be )?(?:negotiable|negotiated|a bargaining chip)\b|\bnon-?negotiable\b|"
    r"\b(?:off|out of) (?:the (?:table|menu|agenda)|limits|the question|bounds)\b|\bred lines?\b|"
    rf"\b(?:remain|remains|remained|stay|stays|stayed|(?:is|are) still|keep\w*|kept|"
    rf"continues? to be)\b[^.;,]{{0,30}}?\b{_KEPT_FROM}|"
    rf"\b(?:will|would|shall|can|could|may|must)(?:not| not|n't| never) "
    rf"be (?:allowed|permitted|able|free) to {_SENT}|"
    rf"\b(?:may|can|must)(?:not| not|n't) {_SENT}\b|"
    rf"\b(?:can|will|would|shall|could)(?:not| not|n't| never) be {_SENT_PAST}\b|"
    r"\b(?:will|would|shall)(?:not| not|n't| never) (?:leave the country|come back|reconnect|"
    r"readmit|give up|hand over|trade away|bargain away|negotiate)\b|"
    r"\b(?:neither|none|nothing|under no|in no)\b[^.;]{0,60}?\b(?:touch(?:ed)?|affected|covered|"
    r"included|eased|lifted|relaxed|scope for)\b|"
    r"\b(?:get|gets|receive|obtain|be (?:given|granted|offered|allotted)) no "
    r"(?:\w+ )?(?:quotas?|licen[cs]es?|permits?|exemptions?|waivers?|allowance|access)\b|"
    r"\bno (?:\w+ ){0,2}(?:quotas?|licen[cs]es?|permits?|exemptions?|waivers?|exceptions?) "
    r"(?:will|would|shall|can) be (?:granted|issued|given|made|approved)\b|"
    r"\b(?:refus\w+|declin\w+|unwilling|not (?:prepared|willing|ready)) to (?:even )?(?:discuss|"
    r"negotiate|talk about|consider|lift|ease|relax|drop|waive|exempt|budge|reopen|do the same)\b|"
    r"\b(?:stays?|staying|stayed|remains?) (?:at home|put)\b|"
    r"\b(?:is|are|was|were|will be) (?:carved|left) out$|\boutside the scope\b|"
    rf"\b{NOT} (?:be )?an? (?:card|option|bargaining tool|negotiating chip)\b|"
    r"\b(?:will|would|shall) (?:sign|give|offer|concede|trade|promise) nothing\b|"
    r"\b(?:will|would|shall)(?: not|n't| never) be (?:honou?red|granted|issued|given|renewed)\b|"
    r"\bno (?:[\w-]+ ){1,4}(?:may|can|will|shall) (?:enter|leave|be (?:sold|shipped|exported|"
    r"supplied|delivered))\b|"
    r"\b(?:excluded|exempt(?:ed)?|left out) (?:from|of) (?:all|both|either|any)\b|"
    r"\b(?:nobody|no one)\b[^.;]{0,50}?\b(?:will|would|is going to) (?:hand|give|sell|lift|trade|"
    r"ease|drop|share|ship)\b|"
    r"\b(?:will|would|shall)(?: not|n't| never) (?:change|alter|amend|touch|rewrite) [^.;]{0,30}?"
    r"\b(?:rules?|laws?|policy|regime|lists?|orders?|requirements?|scope|controls?|limits?|curbs?|"
    r"bans?|restrictions?)\b|"
    r"\b(?:is|are|was) (?:final|permanent|irreversible|settled|here to stay)\b|"
    r"^(?:it|that|this|they|those|these|the [\w-]+(?: itself| themselves)?|"
    r"[A-Z][\w-]+(?: itself)?) (?:stays?|will stay|remains?|will remain)"
    r"(?: put| where (?:it|they) (?:is|are)| in place)?$|"
    r"\b(?:that is|that's|it is|it's|this is) (?:not|n't|never) (?:going to happen|happening)\b|"
    r"\b(?:am|are|is|'m|'re|'s) not going to (?:talk about|discuss|trade|give|sell|lift|"
    r"ease|touch)\b|"
    rf"\b(?:has|have|had) {NOT} been (?:suspended|discussed|negotiated|raised|lifted|"
    r"eased|relaxed)\b|"
    rf"\b(?:we|I) (?:will|would|shall)(?: not|n't| never) (?:{_SENT}|hand over)\b|"
    r"\b(?:will|would|must|shall) (?:still|continue to) (?:need|require|have to|be (?:required|"
    r"subject))\b|"
    rf"\b(?:was|were|is|are|been|be) {NOT} (?:suspended|discussed|negotiated|lifted|offered|"
    rf"eased|relaxed|affected)\b|"
    rf"\b(?:outside|excluded from|left out of|carved out of|"
    rf"{NOT} (?:part of|included in|covered by)) "
    rf"(?:(?:the|this|any|that|its|a|such a) )?(?:[\w-]+ ){{0,4}}?"
    rf"(?!talks|negotiations){RELIEF}\b|"
    r"\b(?:do|does|did)(?: not|n't) intend to (?:extend (?:it|the (?:licen|waiver|suspension|pause|"
    r"exemption))|lift|ease|relax|renew|drop|waive|exempt|change)|"
    r"^only (?:[\w-]+ ){1,6}?(?:will|would|can|may|shall|are|is) (?:to )?(?:get|receive|obtain|"
    r"be (?:given|granted|licensed|allowed|permitted|exempt\w*|eligible)|eligible|allowed|"
    r"exempt)\b|"
    r"\b(?:is|are) (?:still )?(?:prohibited|banned|barred|forbidden) as before\b|"
    r"\b(?:carved|left) out (?:of )?(?:it|them|this|that|these)?$|"
    r"\bno (?:deal|compromise|concessions?|exceptions?|negotiation|bargaining|talks?) "
    r"(?:on|over|about)\b",
    re.IGNORECASE,
)
"""Words that alone take something off the table, whatever it is called."""
HARSHER = re.compile(
    r"\b(?:outright|new|further|more|additional|fresh|total|full|blanket|stricter|tougher|tighter|"
    r"complete) (?:[\w-]+ ){0,2}(?:bans?|curbs?|restrictions?|controls?|sanctions|tariffs?|embargo|"
    r"measures)\b|\b(?:escalation|retaliation|decoupling|trade war|war|force|default|recession|"
    r"production|output|operations?|plants?|prices?|profits?|customers|earnings)\b[^.;]{0,40}"
    r"\b(?:not|never|off|out of)\b",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"(?:is|was|are|were|nothing|no options?)\b(?!.*\b(?:touched|affected|covered|eased|lifted)\b)",
    re.IGNORECASE,
)
_SPARED = re.compile(r"\b(?:is|are|was|were|be) (?:not |n't |never )(?:be )?(?:affected|hit)\b")
_CONTROL = re.compile(
    r"curb|restrict|control|\bban|list|designat|licen|rule|measure|order|sanction|requirement|sales|"
    r"export|limit|easing|quota|embargo|tariff|ruling|decree",
    re.IGNORECASE,
)
_KEEPS_NOTHING = re.compile(
    r"(?:if|unless|once|whether|to (?:say|comment|confirm|disclose))\b|"
    r"[^,]{0,60}\b(?:maintains?|keeps?) an? |"
    r".*\b(?:commitment|support|friendship|outlook|partnership)\b[^.;]{0,120}\b(?:remain|stay)|"
    r"(?:nobody|no one|none)\b.*\b(?:offered|proposed|suggested|asked|expects?|believes?|thinks?|"
    r"who (?:has|have|do|does|is|are) not)\b|"
    r".*\b(?:normal|ordinary|regular|legitimate|lawful|compliant|civil(?:ian)?)\b[^.;]{0,60}"
    r"\b(?:not|n't|never) (?:be )?(?:affected|touched|covered|hit)\b|"
    r".*\bnot\b[^.;]{0,40}\b(?:provisions?|clauses?|obligations?)\b|"
    r".*\b(?:over|because of|citing|linked|tied|due|response|after)\b[^.;]{0,60}"
    r"\brefus(?:al|ing)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|unless|should|in case|whether|until)\b[^.;,]*$", re.IGNORECASE)


def closes(piece: str) -> bool:
    """Whether a clause takes something off the table by its wording alone.

    Examples
    --------
    >>> closes("raw bauxite will stay banned"), closes("an outright ban is not on the table")
    (True, False)
    """
    if piece.rstrip().endswith("?") or REVERSE.search(piece) or HARSHER.search(piece):
        return False
    if keeps_nothing(piece) or _NO_SUBJECT.match(piece):
        return False
    return any(not _IF.search(piece, 0, found.start()) for found in _FIRM.finditer(piece))


def keeps_nothing(piece: str) -> bool:
    """Whether a clause only looks like a refusal: a condition, a doubt, or a reassurance.

    Examples
    --------
    >>> keeps_nothing("normal trade would not be affected"), keeps_nothing("it stays")
    (True, False)
    """
    spared = _SPARED.search(piece)
    if spared is not None and not _CONTROL.search(piece, 0, spared.start()):
        return True
    return _KEEPS_NOTHING.match(piece) is not None
