"""The server over standard input and output, asked by the SDK's own client."""

import asyncio
import json
import os
import sys

import pytest

from detente.brief import Brief
from detente.facts import load_facts

TALKS = {"controls": ["CN-2023-23", "US-2025-EDA"], "on": "2025-06-10", "target": "USA"}
QUESTIONS = {
    "register": {"on": "2025-06-10", "imposer": "CHN"},
    "goods": {"word": "gallium"},
    "exposure": {"party": "USA", "good": "gallium", "draws": 2},
    "simulate": {**TALKS, "draws": 1, "days": 31},
    "deal": {**TALKS, "draws": 1, "days": 31},
    "brief": {**TALKS, "draws": 1, "days": 31},  # one run for the three of them
}
WRONG = [
    ("register", {"on": "June"}, "not a date"),
    ("goods", {"word": "unobtainium"}, "unobtainium"),
    ("exposure", {"party": "XXX"}, "XXX"),
    ("simulate", {}, "give one of controls, standoff or article"),
    ("simulate", {"controls": ["CN-2025-18", "US-2025-EDA"], "draws": 0}, "draws"),
    ("simulate", {"controls": ["CN-1"]}, "CN-1"),
    ("deal", {"standoff": "name ="}, "the standoff"),
    ("brief", {"article": "The cup final ended in a draw on Monday.", "on": "2025-06-10"}, "no"),
]


@pytest.fixture(scope="module")
def answers():
    """Tools, answers and refusals, from one server."""
    pytest.importorskip("mcp")
    from mcp import Client, StdioServerParameters

    async def ask():
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "detente", "mcp"], env=dict(os.environ)
        )
        async with Client(server) as client:
            tools = (await client.list_tools()).tools
            found = {name: await client.call_tool(name, asked) for name, asked in QUESTIONS.items()}
            wrong = [await client.call_tool(name, asked) for name, asked, _ in WRONG]
            return tools, found, wrong

    return asyncio.run(ask())


def test_the_tools_and_what_they_take(answers):
    tools, _, _ = answers
    assert [tool.name for tool in tools] == [
        "register",
        "goods",
        "exposure",
        "simulate",
        "deal",
        "brief",
    ]
    for tool in tools:
        assert tool.description
        assert tool.annotations.read_only_hint
        fields = tool.input_schema["properties"]
        assert all("description" in field for field in fields.values())


def test_answers_are_the_commands_json_with_sources(answers):
    _, found, _ = answers
    facts = load_facts()
    known = {row.id for row in facts.sources}
    for name, one in found.items():
        assert not one.is_error, (name, one.content)
        assert "result" in one.structured_content
    register = found["register"].structured_content
    assert all(row["source"] in register["sources"] for row in register["result"])
    assert "CN-2025-18" in {row["id"] for row in register["result"]}
    goods = found["goods"].structured_content
    assert goods["result"]["schema"] == "detente.goods/1"
    assert goods["sources"].keys() <= known
    assert goods["figures"]
    assert all(row["source"] in goods["sources"] for row in goods["figures"])
    run = found["simulate"].structured_content
    assert run["result"]["schema"] == "detente.impact/1"
    cited = {row["source"] for row in run["assumptions"]}
    assert cited <= {row["id"] for row in run["sources"]}
    assert run["manifest"]["draws"] == 1


def test_a_deal_and_a_brief_are_made_and_agree(answers):
    _, found, _ = answers
    deal, brief = (found[name].structured_content for name in ("deal", "brief"))
    cited = {row["source"] for row in deal["assumptions"]}
    assert cited <= {row["id"] for row in deal["sources"]}
    assert deal["manifest"]["days"] == 31
    made = Brief.from_json(json.dumps(brief["result"])).payload
    assert made["schema"] == "detente.brief/1"
    assert {c["control"] for c in made["standoff"]["controls"]} == set(TALKS["controls"])
    for name in ("utilities", "accepted", "nash", "verdict"):
        assert made["deals"][name] == deal["result"][name]


def test_a_wrong_question_is_answered_in_one_line(answers):
    _, _, wrong = answers
    for (name, _, says), one in zip(WRONG, wrong, strict=True):
        assert one.is_error, name
        text = one.content[0].text
        assert says in text
        assert "Traceback" not in text
        assert "\n" not in text
