"""The JSON Schemas of what is printed, and the pages that describe them, made from their classes.

``python -m detente.brief.schema FORM > docs/FORM-schema.md`` writes a page, for ``brief``,
``impact``, ``comparison``, ``backtest`` and ``answer``; a test compares. With ``--json`` it
writes the schema.
"""

import json
import sys
from collections.abc import Callable
from functools import cache

from detente._errors import DetenteError
from detente.brief.shape import Brief
from detente.deal.shape.answer import Answer
from detente.impact import comparison_schema, impact_schema
from detente.impact.backtest import backtest_schema
from detente.shape.schema import Node, page_of, schema_of

__all__ = ["PAGES", "brief_schema", "describe"]

SHARED = (
    *("Range", "Span", "Origin", "Month", "Paths", "Package", "Move", "Reading", "Term"),
    "Threshold",
)

FIGURES = """\
- Money is USD bn per month unless a unit is given. A loss is positive when the party is worse
  off, a gain when it is better off.
- `low` and `high` are the 5th and 95th percentile of the draws, widened if need be to hold
  `central`; `central` is the run with every input at its most plausible value.
"""


@cache
def brief_schema() -> Node:
    """The schema of a brief, made from the classes of `detente.brief.shape`."""
    return schema_of(Brief, "detente.brief/1", "détente brief, version 1", SHARED)


@cache
def answer_schema() -> Node:
    """The schema of an answer, made from `detente.deal.shape.answer`."""
    return schema_of(Answer, "detente.answer/1", "détente answer, version 1", ("Range",))


PAGES: dict[str, tuple[Callable[[], Node], str]] = {
    "brief": (
        brief_schema,
        f"""\
# The brief as data: `detente.brief/1`

`detente brief --json` prints one object of this form, and the HTML is drawn from it alone. The
schema (JSON Schema 2020-12) is printed by `python -m detente.brief.schema brief --json`. Schema
and page are made from the classes of `detente.brief.shape` and `detente.deal.shape`: a change of
the form is made there alone.

{FIGURES}\
- Floats carry six significant figures. The same version, data, article and seed give the same text.
- The embedded reading may hold more fields than are listed here; every other object holds
  exactly these.
""",
    ),
    "impact": (
        impact_schema,
        f"""\
# A simulation as data: `detente.impact/1`

`detente simulate --json` and `impact.to_payload()` give one object of this form; its schema is
`detente.impact.impact_schema()`. Schema and page are made from the classes of
`detente.impact.forms` and `detente.impact.shape`, of which the brief's form is made too.

{FIGURES}""",
    ),
    "comparison": (
        comparison_schema,
        f"""\
# Two simulations compared, as data: `detente.comparison/1`

`impact.compare(other).to_payload()` gives one object of this form; its schema is
`detente.impact.comparison_schema()`. Schema and page are made from the classes of
`detente.impact.forms`.

{FIGURES}""",
    ),
    "backtest": (
        backtest_schema,
        """\
# Hindcasts as data: `detente.backtest/1`

`detente backtest --json` prints one object of this form; its schema is
`detente.impact.backtest.backtest_schema()`. Schema and page are made from the classes of
`detente.impact.backtest.shape`. What the rows mean stands in [backtest](methods/backtest.md).
""",
    ),
    "answer": (
        answer_schema,
        f"""\
# What one package means, as data: `detente.answer/1`

`/api/answer` of [the page](methods/page.md) gives one object of this form; the schema is printed
by `python -m detente.brief.schema answer --json`. Schema, page and the OpenAPI document of the
page are made from the classes of `detente.deal.shape.answer` and `detente.page._forms`.

{FIGURES}""",
    ),
}
"""Schema and first words of each page, by the form's name."""


def describe(form: str) -> str:
    """Write the page that describes every field of a form."""
    schema, introduction = PAGES[form]
    return page_of(schema(), introduction)


def _asked(words: list[str]) -> str:
    """What the command line asks for."""
    form, *rest = words or [""]
    if form not in PAGES or rest not in ([], ["--json"]):
        raise DetenteError(f"give one of {', '.join(PAGES)}, and --json for its schema")
    return json.dumps(PAGES[form][0](), indent=2) + "\n" if rest else describe(form)


if __name__ == "__main__":
    try:
        sys.stdout.write(_asked(sys.argv[1:]))
    except DetenteError as error:
        sys.exit(f"detente: {error}")
