"""The pages as HTML: templates with everything escaped, in the look of the brief."""

import functools
from collections.abc import Mapping
from http import HTTPStatus
from importlib import resources
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from detente._version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["brief_headers", "message_page", "render", "static_file", "with_bar", "with_desk_bar"]

_TOP = '<header class="top">'


@functools.cache
def _environment() -> "Environment":
    from detente.brief.environment import template_environment  # noqa: PLC0415 - start-up time

    environment = template_environment("detente.page")
    environment.globals["version"] = __version__
    from detente import say as words  # noqa: PLC0415 - start-up time
    from detente.say import capital, date_words  # noqa: PLC0415

    environment.filters |= {
        "money": words.money,
        "money_range": words.money_range,
        "gain": words.utility,
        "per_cent": words.per_cent,
        "days_range": words.days_range,
        "date": lambda day: date_words(str(day)),
        "first_capital": capital,
        "figure": lambda value: f"{value:.6g}",
    }
    return environment


@functools.cache
def _style() -> str:
    """The brief's own palette and style sheet, then what only the page needs."""
    from markupsafe import Markup  # noqa: PLC0415 - start-up time

    from detente.brief.charts import palette_css  # noqa: PLC0415 - start-up time

    sheets = (("brief", "brief.css"), ("page", "page.css"))
    texts = [
        (resources.files("detente") / package / "templates" / name).read_text(encoding="utf-8")
        for package, name in sheets
    ]
    return Markup("\n").join([Markup(text) for text in (palette_css(), *texts)])  # noqa: S704 - our own


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Render a template."""
    page = _environment().get_template(f"{template}.html.j2")
    text = page.render({"style": _style(), "refresh": None, "scripted": False, **context})
    # what UTF-8 cannot hold (lone surrogates) must not stop an answer
    return HTMLResponse(text.encode("utf-8", "replace"), status_code=status, headers=headers)


def message_page(
    status: int,
    message: str,
    *,
    onward: str = "",
    headers: Mapping[str, str] | None = None,
    title: str = "",
    follow: bool = True,
) -> HTMLResponse:
    """One message on a page."""
    title = title or _title(status)
    refresh = f"0; url={onward}" if onward and follow else None
    context = {
        "title": title,
        "message": message,
        "onward": onward or "/",
        "go_on": bool(onward),
        "refresh": refresh,
    }
    return render("message", context, status=status, headers=headers)


def _title(status: int) -> str:
    return "Come in" if status == HTTPStatus.OK else HTTPStatus(status).phrase.capitalize()


def brief_headers() -> dict[str, str]:
    """The policy of a brief, which names its one script by its hash."""
    from detente.brief.script import POLICY  # noqa: PLC0415 - start-up time

    return {"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'"}


STATIC = {
    *(
        "workbench.js",
        "surface.js",
        "format.js",
        "words.js",
        "draw.js",
        "download.js",
        "exactly.js",
        "home.js",
        "job.js",
    ),
}


def static_file(request: Request) -> Response:
    """A script of the page."""
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    text = (resources.files("detente.page") / "static" / name).read_text(encoding="utf-8")
    return Response(text, media_type="text/javascript")


def with_bar(html: str, job: str, bench: str = "") -> str:
    """Put a line of links above a brief; the brief itself stays as it is."""
    bar = _environment().get_template("bar.html.j2").render(job=job, bench=bench)
    return html.replace(_TOP, bar + _TOP, 1)


def with_desk_bar(html: str, job: str) -> str:
    """Put a line of links above a desk; the desk itself stays as it is."""
    bar = _environment().get_template("desk_bar.html.j2").render(job=job)
    return html.replace(_TOP, bar + _TOP, 1)
