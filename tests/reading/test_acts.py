"""Demands, pledges, leave and refusals by who says what to whom, and news that is none of them."""

import pytest

from detente.reading import read_text

LEAD = (
    "Chile has banned exports of lithium to Poland, and Poland has stopped exports of coking coal "
    "to Chile. "
)

# sentence; what it is: who gives or refuses and whether it is asked, pledged or refused
ACTS = [
    ("Poland urged Chile to reopen its lithium trade.", "asked", "CHL"),
    ("The Polish trade ministry has appealed to Santiago for a resumption of shipments.", "asked",
     "CHL"),
    ("Chile demanded that Poland pay its old debts first.", "asked", "POL"),
    ("Warsaw is pressing Chile to let two cargoes sail.", "asked", "CHL"),
    ("Chile assured Poland of the delivery of 4,000 tonnes by March.", "pledged", "CHL"),
    ("Poland promised to issue licences for coking coal within a week.", "pledged", "POL"),
    ("The Chilean minister offered to exempt cargoes already paid for.", "pledged", "CHL"),
    ("Poland has agreed to grant Chile a general licence for coal.", "pledged", "POL"),
    ("Chile rejected a Polish request to reopen the trade.", "refused", "CHL"),
    ("Poland ruled out lifting the ban.", "refused", "POL"),
    ("Chile refuses to sell lithium until Poland reopens its mines.", "refused", "CHL"),
    ("Poland will not bow to pressure from Chile to end the ban.", "refused", "POL"),
]  # fmt: skip

NONE = [
    "The Chilean miner Salmar promised its owners a higher dividend.",
    "Polish steelmakers asked their bank for more time.",
    "The opposition in Warsaw demanded an election.",
    "Chile's president agreed to an interview with a newspaper.",
    "Analysts urged investors to stay calm.",
    "In 1998 Poland promised Norway to keep its fishing grounds open.",
    "The two ministers agreed to meet again in May.",
    "A Polish court rejected an appeal by a coal trader over unpaid rent.",
    "Poland promised no concessions.",
    "In 2001 Chile committed to end its export duties.",
]


def found(sentence):
    reading = read_text(LEAD + sentence, on="2025-03-03")
    start = len(LEAD)
    acts = set()
    for offer in reading.offers:
        acts |= {("pledged", leg.actor) for leg in offer.gives if leg.span.start >= start}
        acts |= {("asked", leg.actor) for leg in offer.gets if leg.span.start >= start}
    if any(one.span.start >= start for one in reading.exclusions):
        acts.add(("refused", None))
    return acts


@pytest.mark.parametrize(("sentence", "kind", "who"), ACTS, ids=lambda v: v[:24])
def test_an_act_has_its_kind_and_its_side(sentence, kind, who):
    assert (kind, None if kind == "refused" else who) in found(sentence)


@pytest.mark.parametrize("sentence", NONE, ids=lambda v: v[:24])
def test_other_news_is_no_act(sentence):
    assert found(sentence) == set()
