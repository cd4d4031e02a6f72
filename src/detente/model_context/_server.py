"""The server: what tools there are, what they take, and how they answer a wrong question."""

import functools
import json
from collections.abc import Callable
from typing import Annotated, Any, ParamSpec

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from detente._errors import DetenteError
from detente._version import __version__
from detente.model_context import _answers

__all__ = ["build_server", "serve"]

INSTRUCTIONS = (
    "Export-control standoffs: which controls are in force, what each costs each side, which "
    "trades of concessions both would accept. Figures have low, central and high (5th, 50th and "
    "95th percentile) and a source; say the range with each. This is no advice to any government."
)

P = ParamSpec("P")

On = Annotated[
    str | None, Field(description="Day, YYYY-MM-DD; the one of the source if not given.")
]
Controls = Annotated[
    list[str] | None, Field(description="Ids of the register, such as CN-2025-18 and US-2025-EDA.")
]
Toml = Annotated[str | None, Field(description="A standoff as detente.standoff/1, TOML.")]
Article = Annotated[str | None, Field(description="Text of a news article in English.")]
Target = Annotated[
    str | None,
    Field(description="ISO3 of whom a control that aims at every country is counted against."),
]
Draws = Annotated[int, Field(description="Draws of the uncertain inputs, 1 to 200.")]
Days = Annotated[int, Field(description="How far ahead to look, 1 to 730 [day].")]


def _told(tool: Callable[P, dict[str, Any]]) -> Callable[P, dict[str, Any]]:
    """Say what was wrong with a question in one line; only a fault of ours is a traceback."""

    @functools.wraps(tool)
    def answer(*args: P.args, **options: P.kwargs) -> dict[str, Any]:
        try:
            found = tool(*args, **options)
        except DetenteError as error:
            raise ToolError(" ".join(str(error).split())) from None
        plain: dict[str, Any] = json.loads(json.dumps(found, default=str, allow_nan=False))
        return plain

    return answer


def build_server() -> MCPServer:
    """Build the server with all its tools."""
    server = MCPServer("detente", version=__version__, instructions=INSTRUCTIONS, log_level="ERROR")
    for tool in (register, goods, exposure, simulate, deal, brief):
        server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))(
            _told(tool)
        )
    return server


def serve() -> None:
    """Answer on standard input and output until it is closed."""
    build_server().run("stdio")


def register(
    on: Annotated[str | None, Field(description="Day, YYYY-MM-DD; all controls if none.")] = None,
    imposer: Annotated[str | None, Field(description="ISO3 of who imposes, or EU.")] = None,
    target: Annotated[str | None, Field(description="ISO3 of whom it aims at.")] = None,
    good: Annotated[str | None, Field(description="Good, by id, name or code.")] = None,
) -> dict[str, Any]:
    """List the dated export controls of the register, with how each stands and its source."""
    return _answers.register(on, imposer, target, good)


def goods(
    word: Annotated[
        str | None, Field(description="Name, customs code (850511) or control-list code (3B001).")
    ] = None,
) -> dict[str, Any]:
    """Find goods; for one good, all that is known of it with ranges, dates and sources."""
    return _answers.goods(word)


def exposure(
    party: Annotated[str, Field(description="ISO3, such as USA or DEU.")],
    good: Annotated[str | None, Field(description="Good; all ranked if none.")] = None,
    draws: Draws = 32,
) -> dict[str, Any]:
    """Say where a party is exposed: every good ranked, or one good's chain and chokepoint."""
    return _answers.exposure(party, good, draws)


def simulate(
    controls: Controls = None,
    standoff: Toml = None,
    article: Article = None,
    on: On = None,
    target: Target = None,
    draws: Draws = 16,
    days: Days = 180,
) -> dict[str, Any]:
    """Say what each control costs whom, when stocks run out, and on which figures that rests."""
    case, _ = _answers.standoff_of(controls, standoff, article, on, target)
    return _answers.simulate(case, draws, days)


def deal(
    controls: Controls = None,
    standoff: Toml = None,
    article: Article = None,
    on: On = None,
    target: Target = None,
    draws: Draws = 16,
    days: Days = 180,
) -> dict[str, Any]:
    """Find the packages of easings that both sides would accept, and if both would keep them."""
    case, _ = _answers.standoff_of(controls, standoff, article, on, target)
    return _answers.deal(case, draws, days)


def brief(
    controls: Controls = None,
    standoff: Toml = None,
    article: Article = None,
    on: On = None,
    target: Target = None,
    draws: Draws = 16,
    days: Days = 180,
) -> dict[str, Any]:
    """Make the whole brief of an article or a standoff, as detente.brief/1."""
    case, reading = _answers.standoff_of(controls, standoff, article, on, target)
    return _answers.brief(case, reading, draws, days)
