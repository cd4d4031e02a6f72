"""``detente read``: what an article says, what a folder says, what changed between two articles."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente._errors import DetenteError
from detente.cli._common import (
    EXAMPLE,
    STANDARD_INPUT,
    example_text,
    on_date,
    print_json,
    progress,
    writable,
    write_text,
)
from detente.cli._options import Quiet, going_on
from detente.cli._read_show import show_changes, show_reading

if TYPE_CHECKING:
    from detente.reading import Reading

__all__ = ["read"]


def read(  # noqa: PLR0913 - one option each
    *articles: str,
    on: str | None = None,
    json: bool = False,
    html: bool = False,
    out: Path | None = None,
    compare: bool = False,
    allow_private: bool = False,
    reader: str | None = None,
    model: str | None = None,
    workers: int | None = None,
    quiet: Quiet = False,
) -> None:
    """Read articles: statements, controls, offers, exclusions, dates, each with its passage.

    Parameters
    ----------
    articles
        Text, HTML or PDF files, web addresses, or - for standard input; the packaged example if
        none is given. One folder reads every article in it, and goes on where it was interrupted.
    on
        Date of publication, YYYY-MM-DD, where the article does not say; for a folder also a CSV
        with the columns file and date. A folder takes it from names such as 2026-01-15_x.txt too.
    json
        Print detente.reading/1 with the ledger: what became of each thing read in the standoff of
        the article; of several articles, the readings alone, one line each.
    html
        Write a page: the article with its passages coloured, and a list that leads to each.
    out
        Name of the page (.html); of several articles or a folder, the folder for the readings.
    compare
        Say what changed between two articles (or readings saved as .json), the earlier one first.
    allow_private
        Also fetch from private, loopback and link-local addresses.
    reader
        Let another reader read: the name of one that an installed package adds, or the address of
        an OpenAI-compatible service, such as http://localhost:11434/v1, with --model. Its key is
        taken from DETENTE_READER_KEY.
    model
        Name of the model at that service.
    workers
        Processes for a folder; as many as there are cores if not given.
    """
    names, out = _page_name(articles, out, html=html)
    folders = [name for name in names if Path(name).is_dir()]
    table = on is not None and on.endswith(".csv")
    if not table:
        on_date(on)
    elif not folders:
        raise DetenteError(f"--on {on}: a table of dates goes with a folder; write YYYY-MM-DD")
    if (model is not None and reader is None) or (model is None and "://" in (reader or "")):
        raise DetenteError(
            "--model goes with the address of a service: --reader http://... --model NAME; the "
            "reader of an installed package has its name alone"
        )
    if folders:
        if len(names) > 1 or compare or reader or out is None:
            raise DetenteError(
                f"{folders[0]} is a folder: give it alone, with --out and the folder for the "
                "readings, without --compare or --reader"
            )
        _folder(Path(folders[0]), out, on, workers, html=html, json=json, quiet=quiet)
        return
    how = _How(on=on, allow_private=allow_private, reader=reader, model=model)
    if compare:
        _compare(names, how, out, json=json, html=html)
        return
    if len(names) <= 1:
        name = names[0] if names else None
        _single(name, how, out, json=json, html=html)
        return
    _several(names, how, out, json=json, html=html)


class _How:
    """How articles are read: the options, and the model where there is one."""

    def __init__(
        self, *, on: str | None, allow_private: bool, reader: str | None, model: str | None
    ) -> None:
        from detente.reading import ModelReader

        self.on = on
        self.allow_private = allow_private
        self.reader = ModelReader(url=reader or "", model=model) if model else reader

    def __call__(self, article: str | None) -> tuple["Reading", str]:
        """Read one article; and its name."""
        from detente.reading import Reading, read, read_text

        if article is None:
            return read_text(example_text(), on=self.on, reader=self.reader), EXAMPLE
        if article.endswith(".json"):
            return _saved(Path(article), Reading), Path(article).name
        source = "-" if article == STANDARD_INPUT else article
        reading = read(source, on=self.on, allow_private=self.allow_private, reader=self.reader)
        name = "standard input" if source == "-" else article if "://" in article else ""
        return reading, name or Path(article).name


def _saved(path: Path, kind: "type[Reading]") -> "Reading":
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise DetenteError(f"{path}: cannot be read ({error})") from None
    try:
        return kind.from_json(text)
    except DetenteError as error:
        raise DetenteError(f"{path.name}: {error}") from None


def _page_name(
    articles: Sequence[str], out: Path | None, *, html: bool
) -> tuple[list[str], Path | None]:
    """Take ``--html PAGE.html`` for ``--html --out PAGE.html``."""
    names = list(articles)
    last = Path(names[-1]) if names else None
    if html and out is None and last is not None and last.suffix == ".html" and not last.exists():
        return names[:-1], last
    return names, out


def _single(article: str | None, how: _How, out: Path | None, *, json: bool, html: bool) -> None:
    if out is not None:
        writable(out, ".html", ".htm") if html else writable(out, ".json")
    elif html:
        stem = Path(article).stem if article and article != STANDARD_INPUT else "reading"
        out = Path(f"{stem or 'reading'}.reading.html" if "://" not in stem else "reading.html")
        writable(out)
    reading, name = how(article)
    if out is not None:
        from detente.brief import render_reading

        write_text(out, render_reading(reading, name) if html else reading.to_json() + "\n")
    if json:
        from detente.reading import ledger

        rows = [entry.model_dump(mode="json") for entry in ledger(reading, how.on)]
        print_json({**reading.to_dict(), "ledger": rows})
        return
    show_reading(reading, name)
    if out is not None:
        _written(out)


def _several(names: Sequence[str], how: _How, out: Path | None, *, json: bool, html: bool) -> None:
    """Read each in turn; what cannot be read is told, and the rest goes on."""
    if html and out is None:
        raise DetenteError("several pages need a folder: add --out FOLDER")
    if out is not None:
        _folder_for(out)
    failed = 0
    for article in names:
        try:
            reading, name = how(article)
        except DetenteError as error:
            failed += 1
            sys.stderr.write(f"detente: {' '.join(str(error).split())}\n")
            continue
        named = reading.document.model_copy(update={"name": name})
        reading = reading.model_copy(update={"document": named})
        if out is not None:
            _save(reading, name, out, html=html)
        if json:
            sys.stdout.write(reading.to_json(indent=None) + "\n")
        elif out is None:
            show_reading(reading, name)
    if out is not None and not json:
        _written(out)
    if failed:
        raise DetenteError(f"{failed} of {len(names)} articles could not be read; see above")


def _folder_for(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DetenteError(f"cannot write to {out}: {error.strerror}") from None


def _save(reading: "Reading", name: str, out: Path, *, html: bool) -> None:
    safe = name.replace("://", "_").replace("/", "_")
    write_text(out / f"{safe}.json", reading.to_json() + "\n")
    if html:
        from detente.brief import render_reading

        write_text(out / f"{safe}.html", render_reading(reading, name))


def _folder(
    folder: Path,
    out: Path,
    on: str | None,
    workers: int | None,
    *,
    html: bool,
    json: bool,
    quiet: bool,
) -> None:
    from detente.reading import read_days, read_folder

    render = None
    if html:
        from detente.brief import render_reading

        render = render_reading
    if workers is not None and workers < 1:
        raise DetenteError(f"--workers {workers}: give 1 or more")
    days = read_days(Path(on)) if on is not None and on.endswith(".csv") else None
    with going_on(out), progress("reading", quiet=quiet) as tell:
        report = read_folder(
            folder,
            out,
            on=None if days is not None else on,
            days=days,
            workers=workers,
            render=render,
            progress=tell,
        )
    if json:
        print_json(report.to_dict())
    else:
        from rich.console import Console

        console = Console(highlight=False)
        console.print(
            f"{report.read} articles read, {report.kept} were there already, "
            f"{len(report.unread)} could not be read."
        )
        for row in report.unread[:10]:
            console.print(f"  {row.reason}", markup=False)
        if len(report.unread) > 10:
            console.print(f"  ... all of them in {out / 'unread.jsonl'}", markup=False)
        _written(out)
    if report.unread and not (report.read or report.kept):
        raise DetenteError(f"{folder}: not one article could be read")


def _compare(names: Sequence[str], how: _How, out: Path | None, *, json: bool, html: bool) -> None:
    if len(names) != 2:
        raise DetenteError(f"--compare takes two articles, the earlier one first; got {len(names)}")
    if html and out is None:
        out = Path("changes.html")
    if out is not None:
        writable(out, *((".html", ".htm") if html else (".json",)))
    from detente.reading import compare

    (old, old_name), (new, new_name) = how(names[0]), how(names[1])
    changes = compare(old, new)
    if out is not None and html:
        from detente.brief import render_changes

        write_text(out, render_changes(changes, (old_name, new_name)))
    elif out is not None:
        import json as encoder

        write_text(out, encoder.dumps(changes.to_dict(), ensure_ascii=False, indent=1) + "\n")
    if json:
        print_json(changes.to_dict())
        return
    show_changes(changes, old_name, new_name)
    if out is not None:
        _written(out)


def _written(out: Path) -> None:
    sys.stdout.write(f"Written: {out}\n")
