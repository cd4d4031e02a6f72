"""Pictures of the charts as PNG, painted by a Chromium found on this machine."""

import io
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from detente._errors import DetenteError
from detente.brief.pdf import find_chromium, run_chromium

__all__ = ["rasters"]

LARGER = 1.5
MOST_HIGH = 5000.0
"""Height of one sheet of pictures [px]."""

SPARE = 300
"""What the browser takes of the window for itself, at most [px]."""


def rasters(svgs: list[str]) -> list[bytes | None]:
    """Paint drawings as PNG for print, at some 200 dots an inch."""
    try:
        find_chromium()
        from PIL import Image as _  # noqa: PLC0415, F401 - an extra
    except (DetenteError, ImportError):
        return [None] * len(svgs)
    sizes = [_size(svg) for svg in svgs]
    found: list[bytes | None] = []
    start = 0
    while start < len(svgs):
        end, high = start, 0.0
        while end < len(svgs) and (end == start or high + sizes[end][1] <= MOST_HIGH):
            high += sizes[end][1]
            end += 1
        found += _sheet(svgs[start:end], sizes[start:end])
        start = end
    return found


def _size(svg: str) -> tuple[float, float]:
    root = ET.fromstring(svg)  # noqa: S314 - made by us
    return float(root.get("width", "960")), float(root.get("height", "540"))


def _sheet(svgs: list[str], sizes: list[tuple[float, float]]) -> list[bytes | None]:
    """Paint some drawings one under another in one call, and cut them apart."""
    from PIL import Image  # noqa: PLC0415 - an extra

    wide, high = max(w for w, _ in sizes), sum(h for _, h in sizes)
    blocks = "".join(
        f'<div style="height:{h:g}px">{svg}</div>' for svg, (_, h) in zip(svgs, sizes, strict=True)
    )
    head = '<!doctype html><meta charset="utf-8"><style>body{margin:0}svg{display:block}</style>'
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder) / "sheet.html", Path(folder) / "sheet.png"
        page.write_text(head + blocks, encoding="utf-8")
        run_chromium(
            folder,
            f"--screenshot={shot}",
            f"--window-size={wide:.0f},{high + SPARE:.0f}",
            f"--force-device-scale-factor={LARGER}",
            "--hide-scrollbars",
            page.as_uri(),
        )
        if not shot.is_file():
            return [None] * len(svgs)
        made: list[bytes | None] = []
        with Image.open(shot) as sheet:
            top = 0.0
            for w, h in sizes:
                box = (0, round(top * LARGER), round(w * LARGER), round((top + h) * LARGER))
                out = io.BytesIO()
                sheet.crop(box).convert("RGB").save(out, "PNG")
                made.append(out.getvalue())
                top += h
        return made
