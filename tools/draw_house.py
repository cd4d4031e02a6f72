"""Draw the packages and what they import: docs/house.svg.

usage: python tools/draw_house.py [--check]    (a second; run it when a package comes or goes)
"""

import ast
import sys
from collections import defaultdict
from html import escape
from pathlib import Path

from less import modules, nodes

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TARGET = ROOT / "src", ROOT / "docs" / "house.svg"
WIDTH, HEIGHT, GAP, MARGIN = 168, 62, 26, 20


def rooms() -> dict[str, tuple[int, list[str]]]:
    """Lines and inner rooms of each package."""
    found = {}
    for place in sorted((SOURCE / "detente").iterdir()):
        if (place / "__init__.py").is_file():
            lines = sum(len(f.read_text("utf-8").splitlines()) for f in place.rglob("*.py"))
            inner = sorted(p.parent.name for p in place.glob("*/__init__.py"))
            found[place.name] = (lines, inner)
    return found


def links(names: set[str]) -> dict[str, dict[str, int]]:
    """How many imports lead from a package to another; those for types alone are left out."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name in names:
        for module in (m for m in modules() if m.split(".")[1:2] == [name]):
            types = {
                id(inner)
                for node in nodes(module)
                if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
                for inner in ast.walk(node)
            }
            for node in nodes(module):
                if isinstance(node, ast.ImportFrom) and node.module and id(node) not in types:
                    parts = node.module.split(".")
                    if parts[0] == "detente" and len(parts) > 1 and parts[1] in names - {name}:
                        found[name][parts[1]] += 1
    return found


def floors(names: set[str], to: dict[str, dict[str, int]]) -> dict[str, int]:
    """The floor of each package: one above the highest of what it imports."""
    at: dict[str, int] = {}

    def floor(name: str) -> int:
        if name not in at:
            at[name] = 0
            at[name] = 1 + max((floor(other) for other in to[name]), default=-1)
        return at[name]

    for name in sorted(names):
        floor(name)
    return at


def picture() -> str:
    """The house as SVG, the doors on top."""
    known = rooms()
    to = links(set(known))
    at = floors(set(known), to)
    rows: dict[int, list[str]] = defaultdict(list)
    for name in sorted(known):
        rows[at[name]].append(name)
    top, widest = max(rows), max(map(len, rows.values()))
    width = 2 * MARGIN + widest * (WIDTH + GAP) - GAP
    height = 2 * MARGIN + (top + 1) * (HEIGHT + GAP) - GAP
    place = {}
    for floor, names in rows.items():
        left = (width - len(names) * (WIDTH + GAP) + GAP) / 2
        for number, name in enumerate(names):
            place[name] = (
                left + number * (WIDTH + GAP),
                MARGIN + (top - floor) * (HEIGHT + GAP),
            )
    lines = []
    for name in sorted(known):
        for other in sorted(to[name]):
            if at[name] - at[other] <= 2:  # longer ones would hide the house
                x, y = place[name][0] + WIDTH / 2, place[name][1] + HEIGHT
                lines.append(
                    f'<line x1="{x:g}" y1="{y:g}" x2="{place[other][0] + WIDTH / 2:g}" '
                    f'y2="{place[other][1]:g}"/>'
                )
    boxes = []
    for name in sorted(known):
        x, y = place[name]
        inner = known[name][1]
        said = ", ".join(inner[:3]) + (" …" if len(inner) > 3 else "")
        boxes.append(
            f'<rect x="{x:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}" rx="4"/>'
            f'<text x="{x + 8:g}" y="{y + 20:g}" class="name">{escape(name)}</text>'
            f'<text x="{x + 8:g}" y="{y + 37:g}">{round(known[name][0], -2):,} lines</text>'
            f'<text x="{x + 8:g}" y="{y + 53:g}">{escape(said)}</text>'
        )
    says = "; ".join(f"floor {floor}: {', '.join(rows[floor])}" for floor in sorted(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'role="img" aria-labelledby="t d"><title id="t">The house: packages of détente by what '
        f'they import</title><desc id="d">{escape(says)}</desc>'
        "<style>rect{fill:#fff;stroke:#333}line{stroke:#999}text{font:12px sans-serif;fill:#333}"
        ".name{font-weight:bold;font-size:15px}</style>"
        f'<rect width="{width:g}" height="{height:g}" style="stroke:none"/>'
        + "".join(lines)
        + "".join(boxes)
        + "</svg>\n"
    )


def main(words: list[str]) -> int:
    """Write the picture; with --check say whether its floors are of today."""
    drawn = picture()
    if words == ["--check"]:
        kept = TARGET.read_text("utf-8") if TARGET.is_file() else ""
        return int(floors_of(kept) != floors_of(drawn))
    TARGET.write_text(drawn, encoding="utf-8")
    return 0


def floors_of(svg: str) -> str:
    """What a picture says of the floors; line counts may be of another day."""
    return svg.partition("<desc")[2].partition("</desc>")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
