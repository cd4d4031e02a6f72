"""Offers told by a noun, a leave or a request: *floated a waiver*, *may ship*, *room to*."""

import re

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.reading._records import Commitment
from detente.reading._text import trim
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.offers._allowances import MODALS, allowance, modal_of
from detente.reading.english.offers._offer_drafts import (
    Levels,
    OfferDraft,
    statement_of,
    subject_of,
)
from detente.reading.english.offers._ties import OFFERING
from detente.reading.english.steps.legs import LegDraft, Legs
from detente.reading.english.steps.steps import Step, Steps
from detente.reading.english.text.goods import find_goods
from detente.reading.english.weight.direction import EASING_NOUNS, verb_group

__all__ = ["named_offer"]

_GIFTS = frozenset(
    {"exemption", "waiver", "relief", "access", "reopening", "relaxation", "concession", "regime"}
    | {"carve-out", "licence", "license", "permit", "allocation", "reprieve", "approval", "pause"}
    | {"supply", "shipment", "delivery", "export", "sale", "volume", "transition", "suspension"}
)
_GROWS = frozenset({"larger", "bigger", "higher", "more", "additional", "extra", "fresh", "softer"})
_NO_GIFT_OF = frozenset({"propose", "discuss", "study", "give", "extend", "guarantee", "table"})
_ASKS = frozenset(
    {
        "call",
        "urge",
        "press",
        "ask",
        "plead",
        "appeal",
        "request",
        "implore",
        "lobby",
        "beg",
        "push",
    }
    | {"pressure", "exhort"}
)
_WANTS = frozenset({"want", "like", "expect", "need", "wish"})
_FLOWS = frozenset({"move", "flow", "run", "open", "come", "go"})
_HOPES = frozenset({"prospect", "possibility", "chance", "idea", "promise"})
_THINKS = frozenset({"think", "toy", "talk"})
_READMITS = frozenset({"return", "readmit", "reinstate", "sell", "ship", "share", "spare", "open"})
_SELLERS = frozenset(
    {"company", "firm", "miner", "exporter", "producer", "maker", "supplier", "smelter", "trader"}
    | {"seller", "vessel", "tanker", "shipper", "refiner", "buyer", "user", "plant"}
)
_SENDS = frozenset({"ship", "sell", "export", "supply", "deliver", "load", "buy", "import"})
_LETS = frozenset({"let", "open", "reopen"})
_HANDLES = frozenset({"examine", "review", "process", "approve", "consider"})
_NO_LONGER = re.compile(r"\b(?:no longer|never) $")
_BUT = re.compile(r",? but (?=(?:\w+ )?(?:may|might|could|will|would|can)\b)")
_LEAVE = re.compile(
    r"\b(?:leave|latitude|room|authority|a mandate|permission|(?:the |a )?green light|a free hand|"
    r"clearance|powers?|scope) to (?:bargain|negotiate|haggle|trade|discuss|deal|give|offer|put|"
    r"concede|talk)\b",
    re.IGNORECASE,
)


def named_offer(
    paragraph: Paragraph, bounds: tuple[int, int], inside: Levels, finder: Legs, steps: Steps
) -> OfferDraft | None:
    """Find an offer in a sentence that no verb of easing tells.

    Parameters
    ----------
    paragraph, bounds
        The parsed paragraph and the sentence, end-exclusive [code points].
    inside
        The statements of the sentence.
    finder, steps
        What knows the controls and the speakers, and what cuts clauses.
    """
    if finder.norm[slice(*bounds)].rstrip().endswith("?"):
        return None
    levels = {level for _, level in inside}
    if levels & {"question", "denied"}:
        return None
    if "refused" in levels:
        turn = _BUT.search(finder.norm, *bounds)
        if turn is None:
            return None
        bounds = (turn.end(), bounds[1])  # *will keep its ban but may let some go*
    reader = _Named(paragraph, bounds, inside, finder, steps)
    return reader.leave() or reader.any_of()


class _Named:
    def __init__(
        self, paragraph: Paragraph, bounds: tuple[int, int], inside: Levels, finder: Legs,
        steps: Steps,
    ) -> None:  # fmt: skip
        self.paragraph, self.bounds, self.inside = paragraph, bounds, inside
        self.finder, self.steps, self.norm = finder, steps, finder.norm

    def any_of(self) -> OfferDraft | None:
        """The first word of the sentence that makes an offer."""
        for token in self.paragraph.tokens(*self.bounds):
            if token.pos_ not in {"VERB", "AUX"}:
                continue
            if _NO_LONGER.search(
                token.sent.text,
                max(0, token.idx - token.sent.start_char - 12),
                token.idx - token.sent.start_char,
            ):
                continue
            if allowance(token):
                return self._leave_of(token)
            if any(c.dep_ == "neg" for c in token.children):
                continue
            offer = (
                self._thing(token)
                or self._act(token)
                or self._request(token)
                or self._allowed(token)
            )
            if offer is not None:
                return offer
        return None

    def leave(self) -> OfferDraft | None:
        """*Gave his envoys leave to bargain over the curbs*."""
        found = _LEAVE.search(self.norm, *self.bounds)
        if found is None:
            return None
        control, mention = next(
            ((c, m) for c in self.finder.controls for m in c.mentions
             if found.end() <= m.start < self.bounds[1]), (None, None),
        )  # fmt: skip
        words = self.paragraph.tokens(found.start(), found.end())
        if not words or control is None or mention is None:
            return None
        leg = LegDraft(
            actor=control.imposer, action="negotiate_away", control=control,
            start=mention.start, end=mention.end, verb=words[-1],
        )  # fmt: skip
        giver = subject_of(self.paragraph, leg, self.finder.cast, mandate=True)
        return OfferDraft(
            kind="mandate", offeror=giver, gives=[leg], trigger=found.span(), strength="willing"
        )

    def _thing(self, verb: Token) -> OfferDraft | None:
        """*Floated larger volumes*, *is weighing a partial reopening*."""
        lemma = verb.lemma_.lower()
        thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if lemma not in OFFERING or lemma in _NO_GIFT_OF or thing is None:
            return None
        if thing.lemma_.lower() in _HOPES:
            inner = next((t for t in thing.subtree if t.dep_ in {"pobj", "pcomp"}), None)
            words = {t.lemma_.lower() for t in thing.subtree}
            if inner is not None and (words & (_GROWS | _GIFTS) or find_goods(inner.sent.text)):
                return self._of(verb, thing)
        words = {t.lemma_.lower() for t in thing.subtree if t.i <= thing.i + 3}
        head = thing.lemma_.lower()
        grows = bool(words & _GROWS)
        firm = OFFERING[lemma]
        fits = head in EASING_NOUNS or (head in _GIFTS and (firm != "possible" or grows))
        if not (fits or head == "reopening" or (grows and head in {"quota", "allowance"})):
            return None
        return self._of(verb, thing)

    def _act(self, verb: Token) -> OfferDraft | None:
        """*Offered to scrap its tax*, *is considering returning Seoul to its list*."""
        firm = OFFERING.get(verb.lemma_.lower())
        act = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"}), None)
        if verb.lemma_ in _THINKS:
            firm = "possible"
            act = next(
                (g for c in verb.children if c.dep_ == "prep" for g in c.children
                 if g.dep_ == "pcomp" and g.tag_ == "VBG"), None,
            )  # fmt: skip
        if firm is None or act is None or any(c.dep_ == "nsubj" for c in act.children):
            return None
        gerund = act.tag_ == "VBG" and firm == "possible"
        if not gerund and not any(c.lower_ == "to" for c in act.children):
            return None
        lemma = act.lemma_.lower()
        if verb_group(lemma) != "ease" and not (gerund and lemma in _READMITS):
            return None
        return self._of(verb, act)

    def _of(self, verb: Token, thing: Token) -> OfferDraft | None:
        """The offer of a thing or an act below a verb of offering."""
        firm = OFFERING.get(verb.lemma_.lower(), "possible")
        party = self.finder.subject_party(verb, self.paragraph)
        if party is None:
            return None
        heavy = frozenset(c for c in thing.children if c.dep_ in {"advcl", "punct", "cc", "conj"})
        low, high = subtree(thing, without=heavy if thing.pos_ == "VERB" else frozenset())
        low = thing.i if thing.pos_ == "VERB" else low
        doc = thing.doc
        span = trim(
            self.norm, self.paragraph.start_of(doc[low]), self.paragraph.end_of(doc[high]),
            marks=' \n,;:."',
        )  # fmt: skip
        return self._single(span, party, verb, firm)

    def _request(self, verb: Token) -> OfferDraft | None:
        """*Pleaded with both capitals to keep goods moving*."""
        if verb.lemma_.lower() in _WANTS:
            return self._wish(verb)
        if verb.lemma_.lower() not in _ASKS:
            return None
        asked = next((c for c in verb.children if c.dep_ in {"dobj", "dative"}), None)
        if asked is None:
            prep = next(
                (c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"on", "with"}), None
            )
            asked = next((c for c in prep.children if c.dep_ == "pobj"), None) if prep else None
        near = {verb, asked, *verb.children}
        act = next(
            (c for c in verb.subtree if c.i > verb.i and c.tag_ == "VB" and c.head in near
             and any(g.lower_ == "to" for g in c.children)), None,
        )  # fmt: skip
        if asked is None or act is None or not self._kind(act) or act.i < asked.i:
            return None
        doc = verb.doc
        heavy = frozenset(c for c in act.children if c.dep_ in {"advcl", "conj", "cc", "punct"})
        _, high = subtree(act, without=heavy)
        span = trim(
            self.norm, self.paragraph.start_of(doc[asked.left_edge.i]),
            self.paragraph.end_of(doc[high]), marks=' \n,;:."',
        )  # fmt: skip
        place = self.paragraph.start_of(asked), self.paragraph.end_of(asked)
        party = self.finder.cast.party_in(self.paragraph.start_of(asked.left_edge), place[1])
        leg = self._leg(span, party, act)
        said, _ = statement_of(leg, self.inside)
        offeror = (
            said.speaker
            if said
            else subject_of(self.paragraph, leg, self.finder.cast, mandate=True)
        )
        if offeror is not None and offeror.party is not None and offeror.party == party:
            return None
        return OfferDraft(
            kind="demand", offeror=offeror, gives=[], gets=[leg], strength="willing",
            trigger=(self.paragraph.start_of(verb), self.paragraph.end_of(verb)),
        )  # fmt: skip

    def _wish(self, verb: Token) -> OfferDraft | None:
        """*Tokyo expects Seoul to withdraw its complaint*, *would like B to spare its firms*."""
        act = next(
            (c for c in verb.children if c.dep_ == "ccomp" and c.tag_ == "VB"
             and any(g.lower_ == "to" for g in c.children)), None,
        )  # fmt: skip
        asked = next((c for c in act.children if c.dep_ == "nsubj"), None) if act else None
        own = self.finder.subject_party(verb, self.paragraph)
        if act is None or asked is None or own is None or not self._kind(act):
            return None
        party = self.finder.subject_party(act, self.paragraph)
        if party in {None, own}:
            return None
        step = self.steps.clause(self.paragraph, act)
        leg = self._leg((step.start, step.end), party, act)
        said, _ = statement_of(leg, self.inside)
        offeror = subject_of(self.paragraph, leg, self.finder.cast, mandate=True)
        return OfferDraft(
            kind="demand", offeror=said.speaker if said is not None else offeror, gives=[],
            gets=[leg], strength="willing",
            trigger=(self.paragraph.start_of(verb), self.paragraph.end_of(verb)),
        )  # fmt: skip

    def _kind(self, act: Token) -> bool:
        """Whether what is asked for is an easing."""
        lemma = act.lemma_.lower()
        if lemma == "keep":
            return any(t.lemma_.lower() in _FLOWS for t in act.subtree)
        return verb_group(lemma) == "ease" or lemma in {*load_lexicon()["supply_verb"], "spare"}

    def _allowed(self, verb: Token) -> OfferDraft | None:
        """*Will let cobalt leave*, *miners may ship*, *could go on selling*."""
        modal = next(
            (c.lower_ for c in verb.children if c.dep_ == "aux" and c.lower_ in MODALS), None
        )
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        granted = verb.lemma_ in {"give", "grant", "issue", "offer"} and any(
            c.dep_ == "dobj" and c.lemma_.lower() in _GIFTS for c in verb.children
        )
        if granted and modal in {"will", "shall", "would"}:
            subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), subject)
        if granted and modal in {"may", "can"} and subject is not None:
            granted = subject.lemma_.lower() in {"ministry", "department", "authority", "bureau"}
        elif granted and subject is not None and subject.dep_ == "nsubj":
            granted = self.finder.subject_party(verb, self.paragraph) is not None
        if modal is None or subject is None or verb.dep_ in {"advcl", "relcl", "acl"}:
            return None
        lemma = verb.lemma_.lower()
        party = self.finder.subject_party(verb, self.paragraph)
        goes_on = lemma in {"go", "continue", "keep"} and any(
            t.lemma_.lower() in _SENDS and t.tag_ in {"VBG", "VB"} for t in verb.subtree
        )
        spoken = any(s.speaker is not None and s.speaker.party for s, _ in self.inside)
        sends = modal in {"may", "can", "could"} and (
            subject.lemma_.lower() in _SELLERS or (party is not None and spoken)
        )
        opens = lemma in _LETS and party is not None
        handles = lemma in _HANDLES and party is not None and modal in {"will", "shall"} and any(
            c.dep_ == "dobj" and c.lemma_ in {"application", "licence", "license", "request"}
            for c in verb.children
        )  # fmt: skip
        if not ((sends and (lemma in _SENDS or goes_on)) or opens or handles or granted):
            return None
        step = self.steps.clause(self.paragraph, verb)
        step = self._widened(step, verb)
        official = [s for s, _ in self.inside if s.speaker is None or s.speaker.type != "company"]
        named = self.steps.names_good(step) or find_goods(self.norm[step.start : step.end])
        flowing = re.search(r"\b(?:exports?|shipments?|supplies|market|tonnes|applications?)\b",
                            self.norm[step.start : step.end])  # fmt: skip
        if (self.inside and not official) or not (named or flowing or goes_on):
            return None
        return self._single((step.start, step.end), party, verb, MODALS[modal])

    def _leave_of(self, verb: Token) -> OfferDraft | None:
        """The offer of a leave: of who says it, or of whose rule it is."""
        above = verb
        while above.dep_ in {"xcomp", "conj"} and not any(
            c.dep_ in {"nsubj", "nsubjpass"} for c in above.children
        ):
            above = above.head
        planned = above if verb.dep_ == "xcomp" else verb
        step = self._widened(self.steps.clause(self.paragraph, planned), verb)
        tellers = [s for s, _ in self.inside]
        if any(s.speaker is not None and s.speaker.type == "company" for s in tellers):
            return None
        party = self.finder.subject_party(above, self.paragraph)
        party = party or next((s.speaker.party for s in tellers if s.speaker), None)
        if party is None and (control := self.finder.control_in(step.start, step.end, None)):
            party = control.imposer
        party = party or self.finder.sole_imposer
        modal = modal_of(verb)
        exempts = any(c.dep_ == "neg" for c in verb.children)
        if modal is None or (party is None and not (tellers or exempts)):
            return None
        return self._single((step.start, step.end), party, verb, MODALS[modal])

    def _widened(self, step: Step, verb: Token) -> Step:
        """The clause with what is let happen."""
        inner = next((c for c in verb.children if c.dep_ == "ccomp"), None)
        if inner is None:
            return step
        return Step(
            start=step.start, end=max(step.end, self.paragraph.end_of(inner.right_edge)),
            head=step.head, paragraph=step.paragraph,
        )  # fmt: skip

    def _single(
        self, span: tuple[int, int], party: str | None, verb: Token, firm: Commitment
    ) -> OfferDraft | None:
        leg = self._leg(span, party, verb)
        said, level = statement_of(leg, self.inside)
        if level in {"evaluation", "noncommittal"}:
            return None
        told = level if level in {"pledged", "willing", "possible", "conditional"} else firm
        kind = "possible_unilateral" if told == "possible" else "unilateral"
        offeror = said.speaker if said is not None else None
        return OfferDraft(
            kind=kind, offeror=offeror or subject_of(self.paragraph, leg, self.finder.cast),
            gives=[leg], strength=told,
        )  # fmt: skip

    def _leg(self, span: tuple[int, int], party: str | None, verb: Token) -> LegDraft:
        control = self.finder.control_in(*span, party)
        return LegDraft(
            actor=party or (control.imposer if control else None), action=verb.lemma_.lower(),
            control=control, start=span[0], end=span[1], verb=verb,
        )  # fmt: skip
