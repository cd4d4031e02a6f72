"""The forms of the page's JSON: one class an object, of which the OpenAPI document is made."""

from typing import Annotated, Any, Literal

from pydantic import Field

from detente.casebook.shape import Cases, Over
from detente.controls.shape import ControlRow
from detente.deal.shape.answer import Answer, ValueMap
from detente.deal.shape.deals import Bargain
from detente.deal.shape.table import Table
from detente.impact.shape import FirstShortage, Manifest
from detente.page._job import State as JobState
from detente.shape.common import Exact, Open, Range
from detente.shape.schema import Node, schema_of

__all__ = [
    "FORMS",
    "ExactPackage",
    "Fault",
    "Job",
    "NamedDeals",
    "NewJob",
    "PackagedCase",
    "Started",
    "TheState",
    "WorkedTable",
    "component",
]

Count = Annotated[int, Field(ge=0)]


class Fault(Exact):
    """What is wrong with a request."""

    error: str
    """In one line"""


class PackagedCase(Exact):
    """A packaged case."""

    case: str
    """Its name"""
    words: str
    """What it is about"""


class TheState(Exact):
    """A state of the workbench: a standoff, and one or two packages."""

    schema: Literal["detente.state/1"]
    """Name and version of this form"""
    query: str
    """The state as part of an address"""
    s: str
    """The standoff as a token"""
    a: dict[str, float]
    """The package [share]"""
    b: dict[str, float] | None
    """The package beside it, if there is one [share]"""
    standoff: dict[str, Any]
    """The standoff, see docs/standoff.md"""


class WorkedTable(Table):
    """The loss surface and the game over it, with what the workbench shows beside them."""

    unavoidable: dict[str, float]
    """By party, the cost that lifting everything would leave [USD bn per month]"""
    run: str
    """Name of all that the costs depend on"""
    today: list[str | None]
    """By month, who holds the leverage while nothing is eased, ISO3; null where ranges overlap"""


class NamedDeals(Bargain):
    """The packages that have a name, without who keeps them."""

    schema: Literal["detente.deals/1"]
    """Name and version of this form"""


class NewJob(Exact, total=False):
    """What to put on the desk: one of article, case, s and standoff."""

    article: str
    """Text or HTML of an article"""
    case: str
    """A packaged case"""
    s: str
    """A standoff as a token"""
    standoff: str | dict[str, Any]
    """A standoff: TOML as a text, or an object"""
    on: str
    """Day of the article, YYYY-MM-DD"""
    package: str
    """Simulate this package of a standoff that was worked out"""


class Started(Exact):
    """A job that was put on the desk."""

    job: str
    """Its id"""


class Job(Exact):
    """How a job stands."""

    job: str
    """Its id"""
    name: str
    """What it is about"""
    state: JobState
    """Where it stands"""
    ahead: Count
    """Jobs before it"""
    stage: str
    """What it is doing"""
    done: Count
    """How much of the stage is done"""
    total: Count
    """Of how much"""
    error: str | None
    """Why it failed"""
    result: str | None
    """Address of its result"""
    brief: str | None
    """Address of its brief"""
    workbench: str | None
    """Address of its workbench"""


class ExactParty(Exact):
    """What a package costs one party, by the engine and by the surface."""

    party: str
    """ISO3"""
    exact: Range
    """By the engine [USD bn per month]"""
    surface: Range
    """By the loss surface [USD bn per month]"""
    miss: float
    """The surface less the engine, central [USD bn per month]"""
    today: Range
    """As controls stand [USD bn per month]"""


class ExactPackage(Exact):
    """One package simulated in every draw."""

    schema: Literal["detente.exact/1"]
    """Name and version of this form"""
    unit: str
    """Unit of the money"""
    package: dict[str, float]
    """Easing of each control and side issue [share]"""
    parties: list[ExactParty]
    """One line each"""
    clock: list[FirstShortage]
    """When stocks run out under it"""
    manifest: Manifest


class BriefAnswer(Open):
    """A brief; its fields are in docs/brief-schema.md."""

    schema: Literal["detente.brief/1"]
    """Name and version of this form"""


class DeskAnswer(Open):
    """A firm's parts against controls; its fields are in docs/methods/desk.md."""

    schema: Literal["detente.desk/1"]
    """Name and version of this form"""


FORMS: dict[str, type] = {
    "Error": Fault,
    "Case": PackagedCase,
    "Cases": Cases,
    "CaseOverTime": Over,
    "Control": ControlRow,
    "State": TheState,
    "Answer": Answer,
    "Map": ValueMap,
    "Table": WorkedTable,
    "Deals": NamedDeals,
    "NewJob": NewJob,
    "Started": Started,
    "Job": Job,
    "Brief": BriefAnswer,
    "ExactPackage": ExactPackage,
    "DeskAnswer": DeskAnswer,
}
"""Components of the document that are made from a class."""


def component(form: type) -> Node:
    """The schema of a form, as a part of the document."""
    made = schema_of(form, "", "")
    return {
        name: part
        for name, part in made.items()
        if name not in {"$schema", "$id", "$defs", "title"}
    }
