"""A page's own date, and its marks, lists and quotes: pages drawn, each with one right text."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading.source.html import html_to_text

STORY = (
    "<p>China's commerce ministry said that it would ease its export controls on gallium if the "
    "United States lifts its curbs on chip design software. It gave no date for the step.</p>"
    "<p>Importers in Germany and Japan have warned that their stocks will last until the end of "
    "the season, and that no other supplier could fill the gap before that.</p>"
)
GOODS = ["gallium", "germanium", "graphite", "antimony", "tungsten"]
dates = st.dates(date(2024, 1, 1), date(2026, 6, 1))
few = settings(max_examples=20)


def page(inner="", *, head="", before="", language="en", article=True):
    body = f"<h1>Beijing offers to ease gallium curbs</h1>{inner}{STORY}"
    body = f"<article>{body}</article>" if article else body
    return html_to_text(
        f'<!DOCTYPE html><html lang="{language}"><head><title>Curbs</title>{head}</head>'
        f"<body>{before}{body}</body></html>"
    )


def written(day, how):
    return f"{day:%B} {day.day}, {day.year}" if how else f"{day.day} {day:%B} {day.year}"


@few
@given(day=dates, shift=st.integers(2, 400), how=st.booleans(), kind=st.integers(0, 4))
def test_the_date_under_the_heading_wins(day, shift, how, kind):
    other = (day + timedelta(days=shift)).isoformat()
    head = [
        "",
        f'<meta property="article:modified_time" content="{other}T08:00:00Z">',
        '<meta property="article:published_time" content="{{ page.date }}">',
        f'<meta property="article:published_time" content="{other}">',
        '<script type="application/ld+json">[{"@type":"WebSite","datePublished":"'
        + other
        + '"}]</script>',
    ][kind]
    before = f'<aside><ul><li><time datetime="{other}">Other</time> A story</li></ul></aside>'
    text = page(f"<p>By Staff | {written(day, how)}</p>", head=head, before=before)
    assert f"Published: {day.isoformat()}" in text


@few
@given(day=dates, kind=st.sampled_from(["NewsArticle", "Article", "ReportageNewsArticle"]))
def test_linked_data_of_the_article_wins_over_the_sites(day, kind):
    rows = (
        f'[{{"@type":"WebSite","datePublished":"2012-01-01"}},'
        f'{{"@type":"{kind}","datePublished":"{day}T15:00:00.000Z"}}]'
    )
    head = f'<script type="application/ld+json">{rows}</script>'
    assert f"Published: {day}T15:00:00Z" in page(head=head)


@few
@given(day=dates, language=st.sampled_from(["en-US", "en-GB", "en-AU", "en"]))
def test_digits_are_read_as_the_pages_language_writes_them(day, language):
    form = "%m/%d/%Y" if language == "en-US" else "%d/%m/%Y"
    text = page(f"<p>Published {day.strftime(form)}</p>", language=language)
    if language == "en" and day.day <= 12 and day.day != day.month:
        assert "Published: " not in text
    else:
        assert f"Published: {day.isoformat()}" in text


@few
@given(day=dates, minute=st.integers(10, 59))
def test_a_utc_stamp_of_an_american_evening_is_the_day_printed(day, minute):
    stamp = f"{day + timedelta(days=1)}T01:{minute}:00Z"
    head = f'<meta property="article:published_time" content="{stamp}">'
    text = page(f"<p>{written(day, how=True)} at 9:{minute} p.m. EDT</p>", head=head)
    assert f"Published: {day.isoformat()}" in text


@few
@given(
    good=st.sampled_from(GOODS),
    day=st.integers(1, 28),
    mark=st.sampled_from(
        [
            "<sup>{n}</sup>",
            '<sup><a href="#f{n}">{n}</a></sup>',
            '<sup class="note">[{n}]</sup>',
            '<a href="#f{n}"><sup>{n}</sup></a>',
            "<sup>*</sup>",
            "⁴",
        ]
    ),
    number=st.integers(1, 20),
)
def test_note_marks_are_not_glued_to_words_and_dates(good, day, mark, number):
    note = mark.format(n=number)
    text = page(f"<p>China will lift its controls on {good}{note} on July {day}{note}.</p>")
    assert f"controls on {good} on July {day}." in text


@pytest.mark.parametrize("kept", ["10<sup>6</sup>", "m<sup>2</sup>", "<sup>235</sup>U"])
def test_exponents_and_isotopes_stay(kept):
    said = f"<p>The ministry spoke of 3 x {kept} as the measure of all that it had counted.</p>"
    plain = kept.replace("<sup>", "").replace("</sup>", "")
    assert plain in page(said)


@few
@given(
    good=st.sampled_from(GOODS),
    tag=st.sampled_from(["ul", "ol", "dl"]),
    article=st.booleans(),
    struck=st.sampled_from(["s", "del", "strike"]),
)
def test_lists_and_quotes_are_kept_and_struck_out_text_is_not(good, tag, article, struck):
    steps = [f"China will suspend its controls on {good}.", "The ban on chips will not be lifted."]
    item = "<dt>Step</dt><dd>{}</dd>" if tag == "dl" else "<li>{}</li>"
    listed = f"<{tag}>{''.join(item.format(step) for step in steps)}</{tag}>"
    quote = f"We will lift the controls on {good} in July this year."
    figure = f"<figure><blockquote><p>{quote}</p></blockquote></figure>"
    gone = f"<p>The talks on <{struck}>oil and sugar</{struck}> metals have begun in Geneva.</p>"
    text = " ".join(page(listed + STORY + figure + gone, article=article).split())
    assert all(step in text for step in [*steps, quote])
    assert "oil and sugar" not in text
    menu = f"<nav>{listed}</nav>"
    assert steps[0] not in page(before=menu, article=article)
