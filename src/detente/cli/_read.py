"""``detente read``: what an article says."""

from detente.cli._common import print_json, take

__all__ = ["read"]


def read(article: str | None = None, /, *, on: str | None = None, json: bool = False) -> None:
    """Read an article: statements, controls, offers, exclusions, each with its passage.

    Parameters
    ----------
    article
        Text or HTML file, or - for standard input; the packaged example if not given.
    on
        Date of publication, YYYY-MM-DD, where the article does not say.
    json
        Print detente.reading/1.
    """
    from rich.console import Console
    from rich.table import Table

    reading, name = take(article, on)
    if json:
        print_json(reading.to_dict())
        return
    console = Console()
    published = reading.metadata.published
    console.print(f"[bold]{name}[/bold], published {published.iso if published else 'unknown'}")
    said = Table("who", "how firmly", "direction", "what", title="Statements", title_justify="left")
    for statement in reading.statements:
        speaker = reading.entity(statement.speaker)
        words = " … ".join(span.text for span in statement.content)
        said.add_row(
            speaker.name if speaker else "-", statement.commitment, statement.polarity, words
        )
    console.print(said)
    listed = Table("imposer", "target", "on", "status", title="Controls", title_justify="left")
    for control in reading.controls:
        listed.add_row(
            control.imposer or "-", control.target or "-", control.product or "-", control.status
        )
    console.print(listed)
    for title, spans in (
        ("Offers", [leg.span for o in reading.offers for leg in (*o.gives, *o.gets)]),
        ("Excluded", [exclusion.span for exclusion in reading.exclusions]),
    ):
        console.print(f"[bold]{title}[/bold]")
        for span in spans:
            console.print(f"  {' '.join(span.text.split())}", highlight=False, markup=False)
