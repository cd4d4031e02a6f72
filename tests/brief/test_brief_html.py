"""The HTML: whole, self-contained, escaped, accessible; whatever the strings in the payload."""

import base64
import hashlib
import html
import itertools
import re
import time
from html.parser import HTMLParser

import pytest
from sample import HOSTILE, bare, payload

from detente.brief import Brief
from detente.brief.html import is_web, slug
from detente.brief.script import SCRIPT

VOID = {"meta", "link", "input", "br", "hr", "img"}
BANNED = {"link", "img", "iframe", "object", "embed", "base", "form"}
LARGEST = 1_500_000


class Page(HTMLParser):
    """Reads a page and keeps what the tests ask for."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.style = ""
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> repeats an attribute")
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        elif self.open and self.open[-1] == "script":
            self.scripts.append(data)
        else:
            self.words.append(data)

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]

    def having(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.tags if name in attrs]


@pytest.fixture(params=["full", "bare"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(Brief(payload=payload() if request.param == "full" else bare()).html())


@pytest.fixture
def full() -> Page:
    return Page(Brief(payload=payload()).html())


def test_every_element_is_closed_in_order(page: Page) -> None:
    assert page.faults == []
    assert page.open == []


def test_ids_are_unique_and_valid(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert all(re.fullmatch(r"[A-Za-z][\w.~-]*", name) for name in page.ids)


def test_every_link_within_the_page_resolves(page: Page) -> None:
    links = [link[1:] for link in page.having("href") if link.startswith("#")]
    assert len(links) > 10
    assert set(links) <= set(page.ids)


def test_labels_point_at_something(page: Page) -> None:
    assert set(page.having("aria-labelledby")) <= set(page.ids)


def test_nothing_is_asked_from_outside(page: Page) -> None:
    assert not {tag for tag, _ in page.tags} & BANNED
    assert page.having("src") == []
    assert page.having("srcset") == []
    assert "url(" not in page.style
    assert "@import" not in page.style
    assert all("url(" not in style for style in page.having("style"))
    policy = next(a["content"] for t, a in page.tags if a.get("http-equiv"))
    assert "default-src 'none'" in policy


def test_the_only_script_is_ours_and_named_by_its_hash(page: Page) -> None:
    assert page.scripts == [SCRIPT]
    digest = base64.b64encode(hashlib.sha256(page.scripts[0].encode()).digest()).decode()
    policy = next(a["content"] for t, a in page.tags if a.get("http-equiv"))
    assert f"script-src 'sha256-{digest}';" in policy


def test_only_web_addresses_and_own_tables_are_links(page: Page) -> None:
    for tag, attrs in page.tags:
        link = attrs.get("href")
        if link is None or link.startswith("#"):
            continue
        assert tag == "a"
        if link.startswith(("data:text/csv;base64,", "data:image/svg+xml,")):
            assert "download" in attrs
        else:
            assert link.startswith(("https://", "http://"))
            assert attrs["rel"] == "noreferrer noopener"


def test_no_handler_comes_from_the_data(page: Page) -> None:
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]


def test_hostile_strings_are_shown_as_text(full: Page) -> None:
    words = "".join(full.words)
    for text in (HOSTILE[0], HOSTILE[1], HOSTILE[2], HOSTILE[4], HOSTILE[7]):
        assert text in words
    assert "49" not in "".join(w for w in full.words if "raw" in w)


def test_no_forbidden_control_characters() -> None:
    html = Brief(payload=payload()).html()
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", html)


def test_the_annex_proves_every_figure_of_the_first_pages() -> None:
    text = Brief(payload=payload()).html(annex="open")
    main = text[text.index("<main") : text.index("</main>")]
    first, annex = (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.unescape(part)))
        for part in main.split('<details id="annex"')
    )
    shown = set(re.findall(r"[−+]?\$[\d.,]*\d(?: (?:m|bn|tn))?|\d+(?:\.\d+)?%", first))
    assert len(shown) > 20
    assert {one.lstrip("+") for one in shown if one.lstrip("+") not in annex} == set()


def test_every_section_is_in_the_contents(page: Page) -> None:
    sections = [attrs["id"] for tag, attrs in page.tags if tag == "section"]
    links = [attrs["href"][1:] for tag, attrs in page.tags if tag == "a" and "href" in attrs]
    order = [
        "answer",
        "on-the-table",
        "cost",
        "clock",
        "chains",
        "deals",
        "keeping",
        "drivers",
        "record",
        "table",
        "said",
        "ledger",
        "checks",
        "assumptions",
        "sources",
        "methods",
        "limits",
        "manifest",
    ]
    assert sections == order
    assert set(order) <= set(links)


def test_landmarks_and_skip_link(page: Page) -> None:
    tags = [tag for tag, _ in page.tags]
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert tags.count(landmark) == 1
    first = next(attrs for tag, attrs in page.tags if tag == "a")
    assert first["href"] == "#main"
    assert next(attrs for tag, attrs in page.tags if tag == "html")["lang"] == "en"


def test_headings_never_skip_a_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_figure_has_title_table_and_method(full: Page) -> None:
    html = Brief(payload=payload()).html()
    figures = re.findall(r"<figure .*?</figure>", html, re.DOTALL)
    assert len(figures) == 14
    for figure in figures:
        assert "<h3" in figure
        assert 'class="unit"' in figure
        assert re.search(r'<svg role="img"[^>]*><title>[^<]+</title>', figure)
        assert "<caption>" in figure
        assert 'href="#how-' in figure
        assert 'class="csv"' in figure
        assert 'class="svg"' in figure
        assert "<text" not in figure  # labels are HTML, which a phone does not shrink


def test_tables_have_captions_and_scopes(page: Page) -> None:
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption")
    assert all("scope" in attrs for tag, attrs in page.tags if tag == "th")


def test_drawings_hold_finite_numbers_only() -> None:
    html = Brief(payload=payload()).html()
    assert not re.search(r'(?:d|x|y|width|height|style|viewBox)="[^"]*(?:nan|inf)', html)


def test_size_and_repeatability() -> None:
    first, second = (Brief(payload=payload()).html() for _ in range(2))
    assert first == second
    assert len(first.encode()) < LARGEST


def test_drawing_is_quick() -> None:
    value = payload()
    Brief(payload=value).html()  # templates are compiled once
    before = time.process_time()
    Brief(payload=value).html()
    assert time.process_time() - before < 3  # what a brief may take; about 0.3


def test_what_is_missing_is_said() -> None:
    words = " ".join("".join(Page(Brief(payload=bare()).html()).words).split())
    for said in (
        "written by hand",
        "No control is on the table.",
        "No red line is known.",
        "No package was found that leaves both sides better off than today.",
        "No pair of security values was scanned.",
        "No input was varied in this run.",
        "No source is named.",
    ):
        assert said in words


def test_a_deal_surface_without_a_check_is_said() -> None:
    value = payload()
    value["deals"]["surface_error"].update(mean_abs=None, max_abs=None, relative=None, held_out=0)
    assert "not checked on held-out runs" in Brief(payload=value).html()


def test_control_read_but_not_in_the_register_keeps_its_own_words(full: Page) -> None:
    assert any("United Arland, ]]>" in words for words in full.words)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("HTTPS://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("http://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_which_addresses_become_links(url: str | None, linked: bool) -> None:
    assert is_web(url) is linked


def test_slugs_of_different_ids_differ() -> None:
    ids = ["a b", "a_b", "a/b", "a~b", "a-b", "a.b", "ab"]
    assert len({slug(name) for name in ids}) == len(ids)
