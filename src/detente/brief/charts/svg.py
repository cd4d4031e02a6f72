"""Elements of HTML and SVG, built so that nothing can be left unescaped.

Every text and every attribute goes through :mod:`markupsafe`; only :class:`~markupsafe.Markup`
made here is taken as it is.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from detente.say import clean

__all__ = ["Children", "el", "joined", "line", "path", "picture_of", "rect", "svg", "words_at"]

Children = Markup | str | int | float | None


def _attribute(name: str) -> str:
    """Turn a Python keyword into the attribute's name."""
    name = name.rstrip("_")
    return name if name == "viewBox" or name[0].isupper() else name.replace("_", "-")


def _safe(value: object) -> Markup:
    return value if isinstance(value, Markup) else escape(clean(value))


def el(name: str, *children: Children, **attributes: object) -> Markup:
    """Build an element.

    Parameters
    ----------
    name
        The element's name; never taken from data.
    *children
        What it holds; ``None`` is left out, text is escaped.
    **attributes
        Its attributes: ``class_`` for ``class``, ``aria_label`` for ``aria-label``; ``None`` and
        ``False`` are left out.

    Returns
    -------
    Markup
        The element, closed.

    Examples
    --------
    >>> el("p", "a < b", class_='"x"')
    Markup('<p class="&#34;x&#34;">a &lt; b</p>')
    """
    written = "".join(
        f' {_attribute(key)}="{_safe(value)}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    inner = "".join(_safe(child) for child in children if child is not None)
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704 (all parts are escaped above)


def joined(parts: Iterable[Markup]) -> Markup:
    """Put elements one after another."""
    return Markup("").join(parts)


def svg(
    *children: Children, title: str, desc: str = "", box: tuple[float, float], class_: str = "plot"
) -> Markup:
    """Build a drawing that stretches to its place, with its text alternative.

    The drawing holds no text: a scaled label would shrink on a phone, so labels are HTML beside
    it, and lines keep their width (``vector-effect``).

    Parameters
    ----------
    *children
        The shapes.
    title
        What it shows, in a few words.
    desc
        What it says, in a sentence.
    box
        Width and height of the drawing's own units [1].
    class_
        Class for the style sheet.

    Returns
    -------
    Markup
        The drawing.
    """
    return el(
        "svg",
        el("title", title),
        el("desc", desc) if desc else None,
        *children,
        role="img",
        class_=class_,
        viewBox=f"0 0 {box[0]:g} {box[1]:g}",
        preserveAspectRatio="none",
        focusable="false",
    )


def picture_of(*shapes: Children, wide: float, high: float, font_size: str | None = "14") -> str:
    """Build a drawing that stands alone, in a file of its own, with words in it; sizes in px."""
    return str(
        el(
            "svg",
            *shapes,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {wide:g} {high:g}",
            width=f"{wide:g}",
            height=f"{high:g}",
            role="img",
            font_family="system-ui, sans-serif",
            font_size=font_size,
        )
    )


def rect(x: float, y: float, width: float, height: float, class_: str) -> Markup:
    """Draw a rectangle; see :func:`svg` for the units."""
    return el(
        "rect",
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        width=f"{max(width, 0):.1f}",
        height=f"{max(height, 0):.1f}",
        class_=class_,
    )


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """Draw a straight line; see :func:`svg` for the units."""
    return path([(x1, y1), (x2, y2)], class_)


def path(points: Sequence[tuple[float, float]], class_: str, *, closed: bool = False) -> Markup:
    """Draw a line through points, or the area they enclose; see :func:`svg` for the units."""
    drawn = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return el("path", d=f"M{drawn}{'Z' if closed else ''}", class_=class_)


def words_at(words: str, x: float, y: float, class_: str | None = None) -> Markup:
    """Write words at a place of a picture."""
    return el("text", words, x=f"{x:g}", y=f"{y:g}", class_=class_)
