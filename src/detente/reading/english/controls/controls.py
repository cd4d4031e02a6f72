"""Export controls that an article speaks of: mentions grouped by who imposes them, on what."""

from collections import Counter
from dataclasses import dataclass, field

from detente.facts.words import compiled, word_class
from detente.reading.english.controls._mentions import Finder, Mention
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast
from detente.reading.english.text.goods import GENERIC, GoodMention

__all__ = ["ControlDraft", "find_controls"]

_BARE = compiled("controls.bare")
_VAGUE = frozenset({"critical-minerals", "ores"})  # words for goods that are named elsewhere
_LIST = 3  # goods of so many families named in one breath are a control of their own


@dataclass(slots=True, kw_only=True, eq=False)
class ControlDraft:
    """A control: mentions that agree on imposer and goods."""

    imposer: str | None
    family: str
    mentions: list[Mention] = field(default_factory=list)
    identifier: str = ""
    merged: set[str] = field(default_factory=set)

    @property
    def families(self) -> set[str]:
        """Its family of goods and those that were put with it."""
        return {self.family, *self.merged}

    @property
    def goods(self) -> tuple[str, ...]:
        """Canonical goods or groups of goods that the words name."""
        names = [
            good
            for mention in self.mentions
            for found in mention.goods
            if found.row.family in self.families
            for good in found.row.goods
        ]
        if self.imposer != "USA":
            names = [name for name in names if name != GENERIC]
        if not names and self.imposer == "USA" and self.family == GENERIC:
            names = [GENERIC]
        return tuple(dict.fromkeys(names))


def _families(mention: Mention) -> list[str]:
    names = list(dict.fromkeys(good.row.family for good in mention.goods))
    special = [name for name in names if name != GENERIC]
    exact = [n for n in special if any(g.row.goods for g in mention.goods if g.row.family == n)]
    return exact or special or names


def find_controls(
    norm: str, paragraphs: list[Paragraph], cast: Cast, speaker_parties: list[tuple[int, int, str]]
) -> list[ControlDraft]:
    """Find the controls of an article."""
    finder = Finder(norm, paragraphs, cast)
    finder.collect()
    mentions = sorted(finder.mentions, key=lambda m: m.start)
    _settle_imposers(mentions, speaker_parties)
    controls: dict[tuple[str | None, str], ControlDraft] = {}
    generic: list[Mention] = []
    lists: list[ControlDraft] = []
    for mention in mentions:
        families = [f for f in _families(mention) if f != GENERIC]
        if mention.taken_up or not families:
            generic.append(mention)
            continue
        if len(families) >= _LIST:
            _join_list(mention, families, lists)
            continue
        for family in families:
            key = (mention.imposer, family)
            controls.setdefault(
                key, ControlDraft(imposer=mention.imposer, family=family)
            ).mentions.append(mention)
    _settle_lists(lists, controls)
    _merge_nobodys(controls, generic)
    _merge_vague(controls, norm)
    _merge_listings(controls)
    _merge_same_words(controls)
    _place_generic(generic, controls)
    _merge_same_words(controls)
    result = [part for c in controls.values() if c.mentions for part in _by_target(c)]
    for control in result:
        control.mentions.sort(key=lambda m: m.start)
    result.sort(key=lambda c: c.mentions[0].start)
    for number, control in enumerate(result, start=1):
        control.identifier = f"c_{number}"
    return result


def _by_target(control: ControlDraft) -> list[ControlDraft]:
    """Keep what is denied, or only imagined, toward one party apart from what is told of others."""
    told = {m.target for m in control.mentions if m.mood == "told" and m.target}
    apart: dict[str, list[Mention]] = {}
    for mention in control.mentions:
        if told and mention.target and mention.target not in told and mention.mood != "told":
            apart.setdefault(mention.target, []).append(mention)
    parts = [
        ControlDraft(
            imposer=control.imposer, family=control.family, merged=control.merged, mentions=mentions
        )
        for mentions in apart.values()
    ]
    moved = {id(mention) for part in parts for mention in part.mentions}
    control.mentions = [m for m in control.mentions if id(m) not in moved]
    return [control, *parts]


def _join_list(mention: Mention, families: list[str], lists: list[ControlDraft]) -> None:
    """Put a list of goods with the list of the same side that shares most of it, or begin one."""
    for control in lists:
        if control.imposer == mention.imposer and len(control.families & set(families)) > 1:
            control.mentions.append(mention)
            control.merged |= set(families) - {control.family}
            return
    lists.append(
        ControlDraft(
            imposer=mention.imposer,
            family=families[0],
            merged=set(families[1:]),
            mentions=[mention],
        )
    )


def _settle_lists(
    lists: list[ControlDraft], controls: dict[tuple[str | None, str], ControlDraft]
) -> None:
    """Join what names one good of a list after it; what was named before stays by itself."""
    for control in lists:
        first = control.mentions[0].start
        for key, other in list(controls.items()):
            later = other.mentions[0].start > first
            if key[0] == control.imposer and key[1] in control.families and later:
                control.mentions.extend(other.mentions)
                del controls[key]
        controls[control.imposer, "+".join([control.family, *sorted(control.merged)])] = control


def _settle_imposers(mentions: list[Mention], speakers: list[tuple[int, int, str]]) -> None:  # noqa: C901, PLR0912 - one branch a rule of grammar
    """Give mentions without an imposer that of the same goods, or the other side of the target."""
    by_family: dict[str, Counter[str]] = {}
    parties: Counter[str] = Counter()
    imposers = {m.imposer for m in mentions if m.imposer}
    for mention in mentions:
        for family in _families(mention):
            if mention.imposer:
                by_family.setdefault(family, Counter())[mention.imposer] += (
                    2 if mention.explicit else 1
                )
        parties.update(p for p in (mention.imposer, mention.target) if p)
    for number, mention in enumerate(mentions):
        if mention.taken_up:
            continue
        _take_up(mention, mentions[:number])
        families = [f for f in _families(mention) if f != GENERIC]
        for family in families:
            counts = by_family.get(family)
            if counts and not mention.explicit:
                top = counts.most_common(1)[0][0]
                times = 2 if _definite(mention) else 3
                if mention.imposer is None or counts[top] >= times * counts[mention.imposer]:
                    mention.imposer = top
        if mention.imposer is not None and mention.imposer == mention.target:
            mention.imposer = None
        elif mention.imposer is None and mention.explicit:
            continue  # a coalition's
        if mention.imposer is None:
            others = [p for p, _ in parties.most_common() if p != mention.target]
            own = [
                p
                for a, b, p in speakers
                if a <= mention.start < b
                and (p in imposers or not imposers)
                and p != mention.target
            ]
            if own:
                mention.imposer = own[0]
            elif mention.target and others:
                mention.imposer = others[0]


def _take_up(mention: Mention, earlier: list[Mention]) -> None:
    """Give *the software rule* to who was said to control chip-design software before.

    The subject of its sentence may well be the side that it hits.
    """
    if mention.verbal or mention.explicit or not _definite(mention):
        return
    words = {c.lower_.rstrip("s") for c in mention.head.children if c.dep_ in {"compound", "amod"}}
    words |= {word.rstrip("s") for good in mention.goods for word in good.row.product.split()[-1:]}
    alike = [
        other for other in earlier if other.goods and other.imposer and words & _words_of(other)
    ]
    if alike and mention.imposer not in {other.imposer for other in alike}:
        last = alike[-1]
        mention.imposer, mention.target = last.imposer, last.target
        mention.goods, mention.explicit = last.goods, True


def _words_of(mention: Mention) -> set[str]:
    """The words of a mention, without the marks of a plural."""
    low, high = mention.start - mention.paragraph.offset, mention.end - mention.paragraph.offset
    return {word.lower().rstrip("s") for word in mention.paragraph.doc.text[low:high].split()}


def _definite(mention: Mention) -> bool:
    """*The chip ban*: one that was spoken of before."""
    return any(child.lower_ == "the" for child in mention.head.children)


def _merge_vague(controls: dict[tuple[str | None, str], ControlDraft], norm: str) -> None:
    """Put *two chip metals* with the gallium that the same side controls, and the like."""

    def _only_the(good: GoodMention) -> bool:
        return bool(_BARE.search(norm[max(good.start - 6, 0) : good.start]))

    for (imposer, family), control in list(controls.items()):
        if control.merged:
            continue
        if family == "legacy-chips" and (imposer, "semiconductors") not in controls:
            control.merged.add("semiconductors")
        exact = any(
            g.row.goods for m in control.mentions for g in m.goods if g.row.family == family
        )
        own = [c for (i, f), c in controls.items() if i == imposer and f != family and c.goods]
        home: ControlDraft | None = None
        if not exact and own and family in _VAGUE:
            start = control.mentions[0].start
            home = min(own, key=lambda c: _distance(c, start))
        elif family == "semiconductors":
            home = controls.get((imposer, "legacy-chips"))
            if home is None and all(_only_the(g) for m in control.mentions for g in m.goods):
                home = controls.get((imposer, "ai-chips"))
        if home is not None:
            home.mentions.extend(control.mentions)
            home.merged.add(family)
            del controls[imposer, family]


def _distance(control: ControlDraft, start: int) -> tuple[bool, int]:
    """How far a control is from a place: by its last mention before, else by the first behind."""
    before = [m.start for m in control.mentions if m.start < start]
    return not before, start - max(before) if before else control.mentions[0].start - start


def _merge_nobodys(
    controls: dict[tuple[str | None, str], ControlDraft], generic: list[Mention]
) -> None:
    """Give what nobody was named for to who controls the same good, or to the one who controls."""
    for (imposer, family), control in list(controls.items()):
        if imposer is not None or control.merged or all(m.explicit for m in control.mentions):
            continue
        same = [c for (i, _), c in controls.items() if i is not None and family in c.families]
        sides = {i for (i, _) in controls if i is not None}
        sides = sides or {m.imposer for m in generic if m.imposer is not None}
        target = {m.target for m in control.mentions}
        if same:
            same[0].mentions.extend(control.mentions)
        elif len(sides) == 1 and not sides & target:
            side = sides.pop()
            control.imposer = side
            controls[side, family] = control
        else:
            continue
        del controls[imposer, family]


def _merge_listings(controls: dict[tuple[str | None, str], ControlDraft]) -> None:
    """Count firms put on a list in the same breath as new rules as part of these rules."""
    for (imposer, family), listing in list(controls.items()):
        if family not in {"entity-list", "unreliable-entities"}:
            continue
        first = min(listing.mentions, key=lambda m: m.start)
        if not first.verbal or len(listing.mentions) > 1:
            continue
        sentence = first.head.sent
        for (other_imposer, other_family), rules in controls.items():
            if other_imposer != imposer or other_family == family:
                continue
            if any(
                m.paragraph is first.paragraph and m.head.sent.start == sentence.start
                for m in rules.mentions
            ):
                rules.mentions.extend(listing.mentions)
                rules.merged.add(family)
                del controls[imposer, family]
                break


def _same_word(mention: Mention, control: ControlDraft) -> bool:
    """Whether *the ban* takes up a control that was called, or done by, a ban before."""
    word = mention.head.lemma_.lower()
    return any(
        m.head.lemma_.lower() == word and m.goods and m.start < mention.start
        for m in control.mentions
    )


def _merge_same_words(controls: dict[tuple[str | None, str], ControlDraft]) -> None:
    """Make one control of goods that are only named together: *a ban on gallium and antimony*."""
    for key, control in sorted(
        controls.items(), key=lambda item: (len(item[1].mentions), item[0][1]), reverse=False
    ):
        words = {id(mention) for mention in control.mentions}
        for other_key, other in controls.items():
            if other is control or other_key[0] != key[0] or not words:
                continue
            theirs = {id(mention) for mention in other.mentions}
            if words <= theirs:
                other.merged |= control.families
                del controls[key]
                break


def _place_generic(
    generic: list[Mention], controls: dict[tuple[str | None, str], ControlDraft]
) -> None:
    """Put a mention that names no good with the imposer's one control, or make a general one."""
    last: ControlDraft | None = None
    ordered = sorted(
        [(m.start, c) for c in controls.values() for m in c.mentions], key=lambda item: item[0]
    )
    for mention in generic:
        near = [c for start, c in ordered if start < mention.start]
        last = near[-1] if near else last
        own = [
            c
            for (imposer, family), c in controls.items()
            if imposer == mention.imposer and family != GENERIC
        ]
        if mention.imposer is None:
            alike = [c for c in near if _same_word(mention, c)]
            if mention.taken_up and near:
                recent = [c for start, c in ordered if mention.start - 1500 < start < mention.start]
                if recent:
                    (alike[-1] if alike else recent[-1]).mentions.append(mention)
                continue
            if last is not None:
                (alike[-1] if alike else last).mentions.append(mention)
            continue
        technology = mention.imposer == "USA" and any(
            g.row.family == GENERIC for g in mention.goods
        )
        definite = any(
            c.lower_ in word_class("definite", "plural_demonstrative", "possessive_thing")
            for c in mention.head.children
        )
        if own and not technology and (len(own) == 1 or (definite and not mention.target)):
            earlier = [c for c in near if c in own]
            alike = [c for c in earlier if _same_word(mention, c)]
            (alike or earlier or own[:1])[-1].mentions.append(mention)
            continue
        key = (mention.imposer, GENERIC)
        controls.setdefault(
            key, ControlDraft(imposer=mention.imposer, family=GENERIC)
        ).mentions.append(mention)
