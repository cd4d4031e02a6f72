"""Every article of the development set, of whatever standoff, becomes a brief or one clear line."""

from pathlib import Path

import pytest
from agreement import disagreements

import detente as dt
from detente.brief._proper import brief_proper
from detente.brief.view import View

ARTICLES = Path(__file__).parents[1] / "articles" / "dev"
WITHOUT = {
    "chips-south-africa-2025.txt": r"it is lifted on 25 September 2025: .* says that it comes back",
}
"""Articles on controls that are over and may come back, and what is said of them."""


@pytest.mark.parametrize("name", sorted(path.name for path in ARTICLES.glob("*.txt")))
def test_an_article_becomes_a_brief_or_one_clear_line(name, tmp_path, reading_of):
    reading = reading_of(ARTICLES / name)
    if name in WITHOUT:
        with pytest.raises(dt.DetenteError, match=WITHOUT[name]):
            dt.simulate(dt.standoff(reading), days=50, draws=1)
        return
    standoff = dt.standoff(reading)
    impact = dt.simulate(standoff, days=50, draws=1)
    deals = dt.bargain(standoff, impact=impact)
    place = tmp_path / "brief.html"
    made = dt.brief(reading, standoff, impact, deals)
    assert disagreements(brief_proper(View(made.payload)).sentences) == []
    made.save(place)
    text = place.read_text(encoding="utf-8")
    assert all(party.name in text for party in standoff.parties)
    assert deals.nash is None or deals.compensation is None
