"""Mentions of export controls found so far, and what every rule that finds one needs."""

from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Token

from detente.facts.words import compiled, word_class
from detente.reading.english.controls._compounds import true_goods
from detente.reading.english.controls._imposers import Parties
from detente.reading.english.controls.mood import Mood, mood_of
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast
from detente.reading.english.text.gazetteer import party_word
from detente.reading.english.text.goods import GoodMention, find_goods

__all__ = ["NAMED_RULES", "Found", "Mention"]

NAMED_RULES = frozenset({"affiliates-rule", "foreign-product-rule"})
"""Goods that are rules of one side, whatever the sentence says of others."""

_WAY = compiled("found.way")
_WAY_LENGTH = 12


@dataclass(slots=True, kw_only=True, eq=False)
class Mention:
    """One mention of a control, with what its words say."""

    start: int
    end: int
    paragraph: Paragraph
    head: Token
    goods: list[GoodMention]
    imposer: str | None
    target: str | None
    verbal: bool = False
    explicit: bool = False
    taken_up: bool = False
    """Whether it only takes up a control named before: *the measure*, *the rule*."""
    _mood: Mood | None = field(default=None, init=False)

    @property
    def mood(self) -> Mood:
        """Whether it tells of a control, denies one or imagines one; found when first asked."""
        if self._mood is None:
            self._mood = mood_of(self.head, verbal=self.verbal)
        return self._mood


class Found:
    """The mentions of one article."""

    def __init__(self, norm: str, paragraphs: list[Paragraph], cast: Cast) -> None:
        self.norm, self.parties = norm, Parties(norm, cast)
        self.goods = true_goods(norm, find_goods(norm), paragraphs)
        self.paragraphs = paragraphs
        self.mentions: list[Mention] = []

    def goods_in(self, start: int, end: int) -> list[GoodMention]:
        """Goods inside a stretch."""
        return [g for g in self.goods if start <= g.start and g.end <= end]

    def covered(self, start: int, end: int) -> bool:
        """Whether a mention takes in a stretch already."""
        return any(m.start <= start and end <= m.end for m in self.mentions)

    def add(
        self,
        paragraph: Paragraph,
        head: Token,
        start: int,
        end: int,
        goods: list[GoodMention],
        *,
        verbal: bool,
        taken_up: bool = False,
    ) -> None:
        """Keep a mention with its parties; it replaces those inside it."""
        if taken_up:
            self.mentions.append(
                Mention(
                    start=start, end=end, paragraph=paragraph, head=head, goods=[], imposer=None,
                    target=None, taken_up=True,
                )
            )  # fmt: skip
            return
        such = any(child.lower_ in word_class("plural_demonstrative") for child in head.children)
        if such and not goods and self.mentions:
            last = max(
                (m for m in self.mentions if m.start < start), key=lambda m: m.start, default=None
            )
            if last is not None and last.paragraph is paragraph:
                self.mentions.append(
                    Mention(
                        start=start, end=end, paragraph=paragraph, head=head, goods=last.goods,
                        imposer=last.imposer, target=last.target, explicit=last.explicit,
                    )
                )  # fmt: skip
                return
        imposer, explicit = self.parties.imposer(paragraph, head, start, end, verbal=verbal)
        target = self.parties.target(start, end, imposer)
        if imposer is None and goods and not explicit:
            hints = [g.row.imposer for g in goods if g.row.imposer]
            acting = _acting(self.norm)
            usual = hints and hints[0] != target and (hints[0] in acting or not acting)
            imposer = hints[0] if usual else None
        if goods and goods[0].row.family in NAMED_RULES:
            imposer, explicit = goods[0].row.imposer or imposer, True
        self.mentions = [m for m in self.mentions if not (start <= m.start and m.end <= end)]
        self.mentions.append(
            Mention(
                start=start, end=end, paragraph=paragraph, head=head, goods=goods,
                imposer=imposer, target=target, verbal=verbal, explicit=explicit,
            )
        )  # fmt: skip
        for other in self.parties.also_asked(paragraph, head) if explicit or imposer else ():
            if other != imposer:
                self.mentions.append(
                    Mention(
                        start=start, end=end, paragraph=paragraph, head=head, goods=goods,
                        imposer=other, target=target, verbal=verbal, explicit=True,
                    )
                )  # fmt: skip


@lru_cache(maxsize=4)
def _acting(norm: str) -> frozenset[str]:
    """Parties that a text names other than as where goods go, or come from."""
    pattern, codes = party_word()
    return frozenset(
        codes[match[0]]
        for match in pattern.finditer(norm)
        if not _WAY.search(norm, max(match.start() - _WAY_LENGTH, 0), match.start())
    )
