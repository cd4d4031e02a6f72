"""The command: its sub-commands, and how errors leave it."""

import contextlib
import errno
import inspect
import os
import re
import sys
from collections.abc import Callable, Sequence

from cyclopts import App, Parameter
from cyclopts.exceptions import CycloptsError

from detente._errors import DetenteError
from detente._version import __version__
from detente.cli import (
    _backtest,
    _brief,
    _case,
    _controls,
    _data,
    _deal,
    _deals_record,
    _exposure,
    _firms,
    _goods,
    _market,
    _mcp,
    _notices,
    _read,
    _scan,
    _serve,
    _simulate,
    _standoff,
    _sweep,
    _tax_war,
    _watch,
    _years,
)
from detente.cli._common import STANDARD_INPUT
from detente.cli._options import shown_default

__all__ = ["build_app", "main"]

COMMANDS: tuple[Callable[..., None], ...] = (
    _brief.brief,
    _read.read,
    _standoff.standoff,
    _controls.controls,
    _goods.goods,
    _simulate.simulate,
    _years.years,
    _tax_war.tax_war,
    _deal.deal,
    _deals_record.deals_record,
    _exposure.exposure,
    _scan.scan,
    _firms.firms,
    _sweep.sweep,
    _market.market,
    _backtest.backtest,
    _watch.watch,
    _serve.serve,
    _mcp.mcp,
)
"""In the order in which help lists them."""

CASE_COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (_case.list_cases, "list"),
    (_case.add, "add"),
    (_case.show, "show"),
    (_case.articles, "articles"),
    (_case.standoff, "standoff"),
    (_case.brief, "brief"),
    (_case.forecast, "forecast"),
    (_case.observe, "observe"),
    (_case.score, "score"),
)

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
"""What a disk or a device that takes no more says."""
USAGE = 2
FAILURE = 1
INTERRUPTED = 130


def build_app() -> App:
    """Assemble the command; engines load only inside the sub-command that needs them."""
    app = App(
        name="detente",
        help="Read an export-control standoff, cost each control to both sides, find the trades.",
        version=__version__,
        help_format="plaintext",  # Markdown would cost a third of the time to answer --help
        default_parameter=Parameter(negative=(), show_default=shown_default),
        suppress_keyboard_interrupt=False,  # main says that nothing is left behind
    )
    for command in COMMANDS:
        app.command(_unwrapped(command))
    data = App(name="data", help="Look after the facts tables.")
    data.command(_data.check)
    data.command(_unwrapped(_notices.import_notices), name="import")
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


def main(tokens: Sequence[str] | None = None) -> None:
    """Run the command and exit: 0 done, 1 a known error in one line, 2 wrong usage.

    Parameters
    ----------
    tokens
        Words after ``detente``; the process's own if not given.
    """
    app = build_app()
    words = list(sys.argv[1:] if tokens is None else tokens)
    words = [STANDARD_INPUT if word == "-" else word for word in words]  # "-" is no option
    try:
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


def _give_up_output() -> None:
    """Let nothing that is still in the buffer fail once more at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    sys.stderr.write(f"detente: {' '.join(message.split())}\n")
