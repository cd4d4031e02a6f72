"""How templates are read, for the brief and for the page."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["template_environment"]


def template_environment(package: str) -> "Environment":
    """An environment for a package's templates: everything is escaped, nothing may be missing.

    Parameters
    ----------
    package
        Dotted name of the package; its templates lie in ``templates/``.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - start-up time

    return Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
