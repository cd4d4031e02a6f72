"""Notices with a head of named lines, as an analyst types them from a gazette.

::

    Notice of export control
    Imposer: AUS
    Number: 2026-14
    Date: 2026-03-02
    Effective: 2026-04-01
    Act: imposes
    HS: 2846.90
"""

import datetime as dt
import re
from collections.abc import Iterator

from detente.notices import Act, Found, Notice, NoticeError, Passage, Phase, Sign

__all__ = ["HEADED", "Headed"]

_LINE = re.compile(r"^(?P<field>[A-Z]\w+):[ \t]*(?P<value>.+?)[ \t]*$", re.MULTILINE)
_OPENING = "Notice of export control"


class Headed:
    """Importer of the form above."""

    form = "a notice with a head of named lines"

    def claims(self, text: str, name: str) -> bool:
        """Whether it opens with the title of the form."""
        return text.lstrip().startswith(_OPENING)

    def read(self, text: str, name: str) -> Iterator[Notice]:
        """The one notice of the file."""
        head = {m["field"]: m for m in _LINE.finditer(text)}
        for field in ("Imposer", "Number", "Date", "Effective", "Act"):
            if field not in head:
                raise NoticeError(f"{name}: no line {field}: in the head; add it")

        def said(field: str) -> Passage:
            start, end = head[field].span("value")
            return Passage(text=text[start:end], where=f"characters {start}-{end}")

        def day(field: str) -> dt.date:
            try:
                return dt.date.fromisoformat(said(field).text)
            except ValueError:
                raise NoticeError(
                    f"{name}: {field}: {said(field).text} is no day; write YYYY-MM-DD"
                ) from None

        try:
            act = Act(said("Act").text)
        except ValueError:
            acts = ", ".join(one.value for one in Act)
            raise NoticeError(f"{name}: Act: {said('Act').text}; give one of {acts}") from None
        easing = act in {Act.EASES, Act.SUSPENDS, Act.REPEALS, Act.DELISTS}
        codes = re.findall(r"\d[\d.]{3,}", head["HS"]["value"]) if "HS" in head else []
        yield Notice(
            form="headed",
            file=name,
            place="",
            title=_OPENING,
            imposer=said("Imposer").text,
            act=act,
            sign=Sign.EASING if easing else Sign.RESTRICTION,
            sign_passage=said("Act"),
            number=Found(value=said("Number").text, passage=said("Number")),
            announced=Found(value=day("Date"), passage=said("Date")),
            phases=(Phase(date=day("Effective"), scope="", passage=said("Effective")),),
            hs=tuple(Found(value=code.replace(".", ""), passage=said("HS")) for code in codes),
        )


HEADED = Headed()
