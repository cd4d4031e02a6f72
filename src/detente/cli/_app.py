"""The command: its sub-commands, and how errors leave it."""

import contextlib
import errno
import gc
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from cyclopts import App, Parameter
from cyclopts.exceptions import CycloptsError

from detente._errors import DetenteError
from detente._version import __version__
from detente.cli import (
    _backtest,
    _brief,
    _case,
    _case_made,
    _case_scores,
    _controls,
    _data,
    _deal,
    _deals_record,
    _desk,
    _exposure,
    _firms,
    _goods,
    _goods_add,
    _init,
    _market,
    _mcp,
    _notices,
    _read,
    _scan,
    _serve,
    _simulate,
    _standoff,
    _store,
    _sweep,
    _tax_war,
    _trade,
    _watch,
    _years,
)
from detente.cli._common import STANDARD_INPUT
from detente.cli._options import shown_default

if TYPE_CHECKING:
    from detente.workspace import Workspace

__all__ = ["build_app", "main"]

COMMANDS: tuple[Callable[..., None], ...] = (
    _init.init,
    _brief.brief,
    _read.read,
    _standoff.standoff,
    _controls.controls,
    _simulate.simulate,
    _years.years,
    _tax_war.tax_war,
    _deal.deal,
    _deals_record.deals_record,
    _exposure.exposure,
    _scan.scan,
    _firms.firms,
    _desk.desk,
    _sweep.sweep,
    _market.market,
    _backtest.backtest,
    _watch.watch,
    _serve.serve,
    _mcp.mcp,
    _store.store,
)
"""In the order in which help lists them."""

CASE_COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (_case.list_cases, "list"),
    (_case.add, "add"),
    (_case.show, "show"),
    (_case.articles, "articles"),
    (_case_made.standoff, "standoff"),
    (_case_made.brief, "brief"),
    (_case_scores.forecast, "forecast"),
    (_case_scores.observe, "observe"),
    (_case_scores.score, "score"),
)

OPTION = "--workspace"
"""Goes with every command."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
"""What a disk or a device that takes no more says."""
USAGE = 2
FAILURE = 1
INTERRUPTED = 130
SELDOM = 500_000
"""Objects made and not yet gone at which garbage is looked for [count]; a brief makes fewer."""


def build_app() -> App:
    """Assemble the command; engines load only inside the sub-command that needs them."""
    app = App(
        name="detente",
        help="Read an export-control standoff, cost each control to both sides, find the trades. "
        f"{OPTION} FOLDER before or after any command adds the facts of your own folder (made by "
        "detente init); without it, that of DETENTE_WORKSPACE, or of the folder you are in.",
        version=__version__,
        help_format="plaintext",  # Markdown would cost a third of the time to answer --help
        default_parameter=Parameter(negative=(), show_default=shown_default),
        suppress_keyboard_interrupt=False,  # main says that nothing is left behind
    )
    for command in COMMANDS:
        app.command(_unwrapped(command))
    goods = App(name="goods", help=_goods.HELP)
    goods.default(_unwrapped(_goods.goods))
    goods.command(_unwrapped(_goods_add.add))
    app.command(goods)
    data = App(name="data", help="Look after the facts tables.")
    data.command(_data.check)
    data.command(_unwrapped(_notices.import_notices), name="import")
    data.command(_unwrapped(_trade.trade))
    app.command(data)
    case = App(name="case", help="Follow a standoff over weeks in a casebook.")
    for command, name in CASE_COMMANDS:
        case.command(_unwrapped(command), name=name)
    app.command(case)
    app.register_install_completion_command()
    return app


def _unwrapped(command: Callable[..., None]) -> Callable[..., None]:
    """Let help break the lines of options: as plain text it keeps those of the source."""
    text = inspect.cleandoc(command.__doc__ or "")
    command.__doc__ = re.sub(
        r"(?m)(?:^ {4}\S.*\n?)+", lambda block: f"    {' '.join(block[0].split())}\n", text
    )
    return command


@contextlib.contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for garbage seldom: nearly all that a command makes is made to stay until it ends."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def main(tokens: Sequence[str] | None = None) -> None:
    """Run the command and exit: 0 done, 1 a known error in one line, 2 wrong usage.

    Parameters
    ----------
    tokens
        Words after ``detente``; the process's own if not given.
    """
    words = list(sys.argv[1:] if tokens is None else tokens)
    words = [STANDARD_INPUT if word == "-" else word for word in words]  # "-" is no option
    try:
        app = build_app()
        words, place = _place(words)
        with _at_home(place), _seldom_collected():
            app(words, exit_on_error=False, print_error=False)
            sys.stdout.flush()
    except CycloptsError as error:
        _complain(f"{' '.join(str(error).split())} (see detente --help)")
        sys.exit(USAGE)
    except DetenteError as error:
        _complain(str(error))
        sys.exit(FAILURE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FAILURE)
    except OSError as error:
        if error.errno not in FULL:
            raise
        _give_up_output()
        _complain(f"cannot write: {error.strerror}; make room, or write to another place")
        sys.exit(FAILURE)
    except KeyboardInterrupt as error:
        _complain(f"interrupted; {str(error) or 'no half-written file is left'}")
        sys.exit(INTERRUPTED)


def _place(words: list[str]) -> tuple[list[str], str | None]:
    """Take the workspace out of the words of the command line."""
    place: str | None = None
    rest: list[str] = []
    left = iter(words)
    for word in left:
        name, equals, value = word.partition("=")
        if word == "--":
            return [*rest, word, *left], place
        if name != OPTION:
            rest.append(word)
            continue
        given = value if equals else next(left, "")
        if not given or place is not None:
            raise DetenteError(
                f"{OPTION} {'is given twice' if given else 'names no folder'}; "
                f"write it once, as {OPTION} FOLDER"
            )
        place = given
    return rest, place


@contextlib.contextmanager
def _at_home(place: str | None) -> Iterator[None]:
    """Work in the workspace that is named or found; say at the end which figures are the user's."""
    from detente.workspace import active, find, open_workspace

    home = find() if place is None else None if place == "none" else open_workspace(place)
    with active(home):
        try:
            yield
        except SystemExit as done:
            if not done.code:
                _own_rows(home)
            raise
        _own_rows(home)


def _own_rows(home: "Workspace | None") -> None:
    facts = sys.modules.get("detente.facts")
    if home is not None and facts is not None and (rows := facts.load_facts().own_rows):
        parts = ", ".join(f"{name} {count}" for name, count in rows.items())
        sys.stderr.write(f"detente: with {sum(rows.values())} rows of {home.root} ({parts})\n")


def _give_up_output() -> None:
    """Let nothing that is still in the buffer fail once more at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    sys.stderr.write(f"detente: {' '.join(message.split())}\n")
