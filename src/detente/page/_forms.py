"""The forms of the page's JSON: one class an object, of which the OpenAPI document is made."""

from typing import Annotated, Any, Literal

from pydantic import Field

from detente.deal.shape.answer import Answer, ValueMap
from detente.page._job import State as JobState
from detente.shape.common import Exact, Open
from detente.shape.schema import Node, schema_of

__all__ = ["FORMS", "Fault", "Job", "PackagedCase", "Started", "TheState", "component"]

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


class Control(Open):
    """A control of the register; more fields are in docs/results.md."""

    id: str
    """Register id"""
    name: str
    """What it is called"""
    imposer: str
    """Who imposes it, ISO3"""
    targets: list[str]
    """Whom it is aimed at, ISO3"""
    goods: list[str]
    """Ids of goods"""
    instrument: str
    """Kind of control"""


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


FORMS: dict[str, type] = {
    "Error": Fault,
    "Case": PackagedCase,
    "Control": Control,
    "State": TheState,
    "Answer": Answer,
    "Map": ValueMap,
    "Started": Started,
    "Job": Job,
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
