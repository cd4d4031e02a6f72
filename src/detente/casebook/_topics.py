"""What a thing that was said is about: one name for a good however an article words it."""

from collections.abc import Iterable
from functools import cache

from detente.controls import with_article
from detente.facts import load_facts
from detente.facts.reading_tables import load_reading_goods

__all__ = ["subject_words", "topic_words", "topics_of"]


@cache
def _families() -> dict[str, str]:
    """Good or group of goods -> the family by which news text speaks of it."""
    found: dict[str, str] = {}
    for row in load_reading_goods():
        for good in row.goods:
            found.setdefault(good, row.family)
    return found


def topics_of(goods: Iterable[str]) -> tuple[str, ...]:
    """Name what goods are about, so that two wordings of one matter have one name.

    Parameters
    ----------
    goods
        Ids of goods or of groups of goods, as a reading has them.

    Returns
    -------
    tuple of str
        Families of goods in the order of their first good; a good without one is its own.

    Examples
    --------
    >>> topics_of(["dysprosium", "ndfeb-magnet"]), topics_of(["rare-earths", "gallium"])
    (('rare-earths',), ('rare-earths', 'gallium-germanium'))
    """
    families = _families()
    return tuple(dict.fromkeys(families.get(good, good) for good in goods))


@cache
def topic_words(topic: str) -> str:
    """Say a topic in words.

    Examples
    --------
    >>> topic_words("ai-chips"), topic_words("gallium-germanium")
    ('AI chips', 'gallium and germanium')
    """
    plain = topic.replace("-", " ")
    rows = load_reading_goods()
    for row in rows:
        if row.family == topic and row.product.casefold() == plain:
            return row.product
    goods = [row.product for row in rows if row.family == topic]
    if len(topic.split("-")) == 2 and set(topic.split("-")) <= set(goods):
        return plain.replace(" ", " and ")
    return goods[0] if len(goods) == 1 else plain


@cache
def subject_words(about: str, actor: str, topic: str) -> str:
    """Say what a thread of a case is about.

    Examples
    --------
    >>> subject_words("offer", "USA", "ai-chips"), subject_words("date", "", "meeting")
    ('the United States on easing AI chips', 'meeting')
    """
    if about == "date":
        return topic
    who = _party(actor)
    if about == "offer":
        return f"{who} on easing {topic_words(topic)}"
    if about == "control":
        return f"controls of {who} on {topic_words(topic)}"
    imposer, _, matter = topic.partition(":")
    whose = "" if imposer == "-" else f"controls of {_party(imposer)} on "
    return f"{who} on {whose}{topic_words(matter)}"


def _party(code: str) -> str:
    """A party's name, else what was given."""
    names = {row.iso3: row.name for row in load_facts().parties}
    return with_article(names[code]) if code in names else code
