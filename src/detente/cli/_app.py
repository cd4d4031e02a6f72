"""The command: its sub-commands, and how errors leave it."""

import sys
from collections.abc import Sequence

from cyclopts import App, Parameter
from cyclopts.exceptions import CycloptsError

from detente._errors import DetenteError
from detente._version import __version__
from detente.cli import (
    _backtest,
    _brief,
    _controls,
    _data,
    _deal,
    _exposure,
    _firms,
    _market,
    _read,
    _scan,
    _serve,
    _simulate,
    _standoff,
    _sweep,
    _tax_war,
    _years,
)
from detente.cli._common import STANDARD_INPUT

__all__ = ["build_app", "main"]

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
        default_parameter=Parameter(negative=()),
        suppress_keyboard_interrupt=False,  # main says that nothing is left behind
    )
    app.command(_brief.brief)
    app.command(_read.read)
    app.command(_standoff.standoff)
    app.command(_controls.controls)
    app.command(_simulate.simulate)
    app.command(_years.years)
    app.command(_tax_war.tax_war)
    app.command(_deal.deal)
    app.command(_exposure.exposure)
    app.command(_scan.scan)
    app.command(_firms.firms)
    app.command(_sweep.sweep)
    app.command(_market.market)
    app.command(_backtest.backtest)
    app.command(_serve.serve)
    data = App(name="data", help="Look after the facts tables.")
    data.command(_data.check)
    app.command(data)
    app.register_install_completion_command()
    return app


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
    except CycloptsError as error:
        _complain(f"{' '.join(str(error).split())} (see detente --help)")
        sys.exit(USAGE)
    except DetenteError as error:
        _complain(str(error))
        sys.exit(FAILURE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FAILURE)
    except KeyboardInterrupt:
        _complain("interrupted; no half-written file is left")
        sys.exit(INTERRUPTED)


def _complain(message: str) -> None:
    sys.stderr.write(f"detente: {' '.join(message.split())}\n")
