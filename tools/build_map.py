"""Write the shapes of the world map: src/detente/brief/data/world_map.json.

usage: python tools/build_map.py countries-50m.json    (from the npm package world-atlas, 2.0.2)

The shapes are Natural Earth's, which are in the public domain; world-atlas only packs them. Arcs
are thinned once each, so that neighbours keep one common border, then projected (Natural Earth
projection) and rounded. Needs pycountry, for the ISO3 code of each numeric one.
"""

import argparse
import json
import math
from pathlib import Path
from typing import Any, TypeAlias

import pycountry

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]

OUT = Path(__file__).resolve().parents[1] / "src" / "detente" / "brief" / "data" / "world_map.json"
WIDE, HIGH = 1000.0, 460.0
NORTH, SOUTH = 84.0, -57.0
THIN, SMALLEST_RING = 0.22, 0.35
"""How far a thinned border may stray, and the smallest island kept [degree, square degree]."""

DISC_BELOW = 2.0
"""Countries whose largest ring is smaller are also drawn as a disc [square degree]."""

ALWAYS_DISC = {"TWN", "SGP", "HKG", "MAC", "BHR", "MLT", "LUX", "BRN"}
NOT_DRAWN = {"ATA"}
NO_ID = {"Kosovo": "XKX", "N. Cyprus": "XNC", "Somaliland": "XSO"}
"""Natural Earth's own shapes without an ISO number; drawn as land, without a value."""

X = (0.870700, 0.0, -0.131979, 0.0, -0.013791, 0.0, 0.0, 0.0, 0.0, 0.0, 0.003971, 0.0, -0.001529)
Y = {1: 1.007226, 3: 0.015085, 7: -0.044475, 9: 0.028874, 11: -0.005916}


def project(point: Point) -> Point:
    """Natural Earth projection (Savric et al. 2011), on a canvas whose y runs down."""
    lon, lat = math.radians(point[0]), math.radians(min(max(point[1], SOUTH), NORTH))
    x = lon * sum(factor * lat**power for power, factor in enumerate(X))
    y = sum(factor * lat**power for power, factor in Y.items())
    top = sum(factor * math.radians(NORTH) ** power for power, factor in Y.items())
    scale = WIDE / (2 * math.pi * X[0])
    return WIDE / 2 + scale * x, scale * (top - y)


def thinned(points: Ring) -> Ring:
    """Douglas and Peucker's thinning, which keeps both ends."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def off(point: Point) -> float:
        if not length:
            return math.hypot(point[0] - ax, point[1] - ay)
        return abs((bx - ax) * (ay - point[1]) - (ax - point[0]) * (by - ay)) / length

    at = max(range(1, len(points) - 1), key=lambda index: off(points[index]))
    if off(points[at]) <= THIN:
        return [points[0], points[-1]]
    return [*thinned(points[: at + 1])[:-1], *thinned(points[at:])]


def arcs_of(atlas: dict[str, Any]) -> list[Ring]:
    """Decode the arcs of a TopoJSON file into degrees, thinned."""
    (kx, ky), (dx, dy) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    decoded = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        decoded.append(thinned(points))
    return decoded


def ring(indices: list[int], arcs: list[Ring]) -> Ring:
    """Join the arcs of a ring; a negative index runs backwards."""
    joined: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        joined += arc[1 if joined else 0 :]
    return joined


def area(points: Ring) -> float:
    """Area of a ring on the sphere's cylinder, so that polar land is not overrated [degree^2]."""
    near = zip(points, points[1:] + points[:1], strict=True)
    flat = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in near)) / 2
    middle = sum(lat for _, lat in points) / len(points)
    return flat * math.cos(math.radians(middle))


def pieces(points: Ring) -> list[Ring]:
    """Cut a ring where it jumps the 180th meridian, so that no line crosses the map."""
    parts: list[Ring] = [[]]
    for before, point in zip([points[0], *points], points, strict=False):
        if abs(point[0] - before[0]) > 180:
            parts.append([])
        parts[-1].append(point)
    if len(parts) > 1:
        parts[0] = parts.pop() + parts[0]
    return [part for part in parts if len(part) > 2]


def drawn(points: Ring) -> str:
    """Write a ring as an SVG path, in tenths of a unit."""
    placed = [project(point) for point in points]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed) + "Z"


def main() -> None:
    """Read the atlas and write the shapes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("atlas", type=Path, help="countries-50m.json of world-atlas")
    atlas = json.loads(parser.parse_args().atlas.read_text(encoding="utf-8"))
    arcs = arcs_of(atlas)
    countries: dict[str, dict[str, Any]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        name, number = shape["properties"]["name"], shape.get("id")
        known = pycountry.countries.get(numeric=number) if number else None
        code = known.alpha_3 if known else NO_ID.get(name)
        if code is None or code in NOT_DRAWN or name.startswith("Ashmore"):
            continue  # Ashmore shares Australia's number
        groups = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [piece for group in groups for one in group for piece in pieces(ring(one, arcs))]
        rings.sort(key=area, reverse=True)
        if not rings:
            continue
        middle = [sum(axis) / len(rings[0]) for axis in zip(*rings[0], strict=True)]
        x, y = project((middle[0], middle[1]))
        kept = [rings[0], *(one for one in rings[1:] if area(one) > SMALLEST_RING)]
        countries[code] = {
            "name": known.name.split(",")[0] if known else name,
            "x": round(x, 1),
            "y": round(y, 1),
            "disc": code in ALWAYS_DISC or area(rings[0]) < DISC_BELOW,
            "d": "".join(map(drawn, kept)),
        }
    OUT.parent.mkdir(exist_ok=True)
    whole = {
        "source": "Natural Earth 1:50m, admin 0 countries, by way of world-atlas 2.0.2",
        "licence": "public domain",
        "projection": "Natural Earth",
        "box": [WIDE, HIGH],
        "countries": dict(sorted(countries.items())),
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    OUT.write_text(text + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(countries)} countries, {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
