"""The desk of a firm on the page: a form for its parts, and the answer of ``detente desk``."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente._errors import DetenteError
from detente.page._desk import Desk, Pages, Tell, Work
from detente.page._form import EMPTY, Field, read_form, words_in
from detente.page._pages import brief_headers, render, with_desk_bar
from detente.page._register import day_of
from detente.page._settings import Settings
from detente.page._state import CASES, case_standoff, is_standoff, parse_standoff

if TYPE_CHECKING:
    from detente.controls import Standoff
    from detente.impact.desk import Parts
    from detente.page._jobs import Jobs

__all__ = ["DESKS", "DESK_STAGES", "Asked", "Firm", "desk_work"]

SEE_OTHER = 303
DESK_STAGES = ("Reading the parts", "Parts against each case", "Drawing the desk")
DESKS = "/desks/"
"""Where a finished job of a desk leads, with its id behind."""
GONE = "There is no such desk here, or no longer: the last twenty results are kept. Ask again."
_SUFFIXES = (".csv", ".parquet", ".xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a desk is asked."""

    name: str
    """What the file of parts is called; its suffix says what it is."""
    data: bytes
    """Its bytes."""
    party: str
    """Where the lines are, by code or name."""
    case: str = ""
    """A packaged case to hold the parts against; none if empty."""
    standoff: str = ""
    """A standoff file's text, TOML or JSON; none if empty."""
    rules: tuple[str, ...] = ()
    """Ids of the register, one case together."""
    on: date | None = None
    """First day; today, or that of the standoff, if None."""

    def standoffs(self) -> "list[Standoff]":
        """What the parts are held against; all controls in force if there is none."""
        found = []
        if self.case:
            found.append(case_standoff(self.case))
        if self.standoff:
            found.append(parse_standoff(self.standoff, name="the standoff"))
        if self.on is not None:
            found = [one.model_copy(update={"on": self.on}) for one in found]
        if self.rules:
            from detente.controls import standoff_from_register  # noqa: PLC0415 - start-up time
            from detente.facts import load_facts  # noqa: PLC0415

            home = load_facts().party_code(self.party)
            found.append(standoff_from_register(self.rules, on=self.on, target=home))
        return found

    def parts(self) -> "Parts":
        """Read the parts."""
        from detente._errors import ImpactError  # noqa: PLC0415 - start-up time
        from detente.facts import load_facts  # noqa: PLC0415
        from detente.impact.desk import read_parts  # noqa: PLC0415

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / self.name
            path.write_bytes(self.data)
            try:
                return read_parts(path, load_facts())
            except ImpactError as error:
                raise ImpactError(str(error).replace(str(path), self.name)) from None


class Firm:
    """What answers under ``/desk`` and ``/desks``."""

    def __init__(self, settings: Settings, jobs: "Jobs", desk: Desk) -> None:
        self.settings, self.jobs, self.desk = settings, jobs, desk

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/desk", self.form, methods=["GET"]),
            Route("/desk", self.make, methods=["POST"]),
            Route("/desks/{job}.json", self.as_json),
            Route("/desks/{job}.html", self.as_file),
            Route("/desks/{job}", self.show),
        ]

    def form(self, _request: Request) -> Response:
        return _form({})

    async def make(self, request: Request) -> Response:
        form = await read_form(request, self.settings, files=True)
        try:
            asked = await run_in_threadpool(_asked, form)
        except DetenteError as error:
            return _form(form, error=_in_words_of_the_page(error))
        return RedirectResponse(f"/jobs/{self.jobs.firm(asked)}", SEE_OTHER)

    def show(self, request: Request) -> Response:
        pages = self._pages(request)
        html = with_desk_bar(pages.html, request.path_params["job"])
        return Response(html, media_type="text/html", headers=brief_headers())

    def as_file(self, request: Request) -> Response:
        headers = {"Content-Disposition": 'attachment; filename="desk.html"'}
        return Response(self._pages(request).html, media_type="text/html", headers=headers)

    def as_json(self, request: Request) -> Response:
        return Response(self._pages(request).json, media_type="application/json")

    def _pages(self, request: Request) -> Pages:
        job = self.desk.get(request.path_params["job"])
        if job is None or job.pages is None or job.pages.onward != DESKS:
            raise HTTPException(404, GONE)
        return job.pages


def desk_work(asked: Asked, *, seed: int) -> Work:
    """Work for the job desk: the same steps as ``detente desk``, hence the same numbers."""

    def work(tell: Tell) -> Pages:
        from detente.brief import render_desk  # noqa: PLC0415 - the engines load when asked for
        from detente.impact.desk import desk  # noqa: PLC0415

        tell(0, 0, 0)
        parts, standoffs = asked.parts(), asked.standoffs()
        found = desk(
            parts,
            party=asked.party,
            standoffs=standoffs,
            on=asked.on,
            seed=seed,
            progress=lambda done, total: tell(1, done, total),
        ).to_payload()
        tell(2, 0, 0)
        text = json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        return Pages(html=render_desk(found), json=text, onward=DESKS)

    return work


def _asked(form: Mapping[str, Field]) -> Asked:
    """What a form asks, read once so that a wrong cell is said beside the form."""
    from detente.facts import load_facts  # noqa: PLC0415 - tables load when asked for

    party = words_in(form, "party").strip()
    if not party:
        raise DetenteError("say where your lines are: a country by code or name, such as DEU")
    load_facts().party(load_facts().party_code(party))
    name, data = _file(form.get("file", EMPTY), words_in(form, "parts"))
    case = words_in(form, "case")
    if case and case not in CASES:
        raise DetenteError(f"{case[:40]!r} is no case; give {', '.join(CASES)}, or none")
    upload = form.get("standoff", EMPTY)
    standoff = upload.text if upload.data.strip() else ""
    if standoff and not is_standoff(standoff):
        raise DetenteError(
            "the standoff is no file of détente; give TOML or JSON as docs/standoff.md describes, "
            "or first make a brief of the article and save its standoff"
        )
    asked = Asked(
        name=name,
        data=data,
        party=party,
        case=case,
        standoff=standoff,
        rules=tuple(dict.fromkeys(re.findall(r"[^\s,;]+", words_in(form, "rules")))),
        on=day_of(words_in(form, "on")),
    )
    asked.parts()
    if standoff or asked.rules:
        asked.standoffs()
    return asked


def _file(upload: Field, pasted: str) -> tuple[str, bytes]:
    """Name and bytes of the parts: a file that is given, or cells that were pasted."""
    if upload.data and pasted.strip():
        raise DetenteError("there are pasted parts and a file; give one of them")
    if upload.data:
        last = re.split(r"[/\\]", upload.filename)[-1]
        suffix = Path(last).suffix.casefold()
        if suffix not in _SUFFIXES:
            raise DetenteError(f"{last[-40:] or 'the file'}: give a .csv, .parquet or .xlsx")
        stem = re.sub(r"[^\w .()-]+", "_", last[: -len(suffix)]).strip(" .")[:60]
        return f"{stem or 'parts'}{suffix}", upload.data
    if not pasted.strip():
        raise DetenteError("there are no parts; give a file, or paste them with their header")
    return "pasted.csv", _as_csv(pasted.strip("\n")).encode("utf-8", "replace")


def _as_csv(text: str) -> str:
    """Cells as a spreadsheet copies them stand between tabs; a CSV stays as it is."""
    if "\t" not in text.partition("\n")[0]:
        return text
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(csv.reader(io.StringIO(text), delimiter="\t"))
    return out.getvalue()


def _in_words_of_the_page(error: DetenteError) -> str:
    """An option of the command is a field of the form here."""
    words = " ".join(str(error).split())
    return words.replace("give an earlier --start, from", "fill in a “First day” from")


def _form(form: Mapping[str, Field], *, error: str = "") -> Response:
    said = {name: words_in(form, name)[:200] for name in ("party", "case", "rules", "on")}
    context = {"title": "Desk", "error": error, "parts": words_in(form, "parts"), **said}
    cases = {name: words for name, (_, words) in CASES.items()}
    return render("desk", {**context, "cases": cases}, status=400 if error else 200)
