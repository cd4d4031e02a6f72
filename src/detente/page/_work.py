"""The way from an article to a brief, with its stages told."""

import tempfile
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

from detente.page._desk import Pages, Tell, Work
from detente.page._settings import Settings

__all__ = ["EXAMPLE", "STAGES", "Article", "brief_work", "example"]

STAGES = (
    "Reading the article",
    "What each control costs each side",
    "Which trades both would accept",
    "Drawing the brief",
)

EXAMPLE = "london-2025-06.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it came.

    Parameters
    ----------
    name
        What to call it in the brief's manifest.
    data
        Text or HTML, undecoded.
    on
        Day as of which controls are looked up; the article's own if None.
    """

    name: str
    data: bytes
    on: date | None = None


def example(on: date | None = None) -> Article:
    """The packaged example.

    Parameters
    ----------
    on
        Day as of which controls are looked up; the article's own if None.
    """
    data = (resources.files("detente") / "examples" / EXAMPLE).read_bytes()
    return Article(name=EXAMPLE, data=data, on=on)


def brief_work(article: Article, settings: Settings) -> Work:
    """Work for the desk: the same steps as ``detente brief``, hence the same numbers.

    Parameters
    ----------
    article
        What to read.
    settings
        Draws, days and seed.
    """

    def work(tell: Tell) -> Pages:
        import detente._api as steps  # noqa: PLC0415 - the engines load with the first brief
        from detente.deal import Rules  # noqa: PLC0415

        tell(0, 0, 0)
        with tempfile.TemporaryDirectory(prefix="detente-") as folder:
            path = Path(folder) / "article"
            path.write_bytes(article.data)
            reading = steps.read(path, on=article.on)
        standoff = steps.standoff(reading, article.on)
        tell(1, 0, 0)
        impact = steps.simulate(
            standoff,
            days=settings.days,
            draws=settings.draws,
            seed=settings.seed,
            progress=lambda done, total: tell(1, done, total),
        )
        tell(2, 0, 0)
        deals = steps.bargain(
            standoff,
            impact=impact,
            rules=Rules(accept_error=True),  # the brief says how far the surface misses
            progress=lambda done, total: tell(2, done, total),
        )
        tell(3, 0, 0)
        made = steps.brief(reading, standoff, impact, deals, article=article.name)
        pages = Pages(html=made.html(), json=made.to_json() + "\n")
        tell(3, 1, 1)
        return pages

    return work
