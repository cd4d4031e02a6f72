"""Kinds of fault in files: units, labels, editions, codes, prices, tracebacks, what misbehaves."""

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from faults import Variant

REGIONS, SECTORS = ("USA", "CHN"), ("C26", "C29")


def pdf_of(body: bytes) -> bytes:
    """A PDF of one page from its drawing orders."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(body), body),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % at for at in places)
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _system(draw: Random) -> Any:  # noqa: ANN401 - pandas without stubs for what is drawn
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    labels = pd.MultiIndex.from_product([REGIONS, SECTORS], names=["region", "sector"])
    users = pd.MultiIndex.from_product([REGIONS, ["households", "state"]])
    rng = np.random.default_rng(draw.randrange(10**6))
    return SimpleNamespace(
        Z=pd.DataFrame(rng.uniform(0, 5, (4, 4)), labels, labels),
        Y=pd.DataFrame(rng.uniform(20, 90, (4, 4)), labels, users),
    )


def units(draw: Random, _: Path) -> bool:
    """Units of a table: scaled, asked for a rate, or refused."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    from detente._errors import WorldError  # noqa: PLC0415
    from detente.world import World  # noqa: PLC0415

    system = _system(draw)
    plain = World.from_pymrio(system, year=2020).output
    said, scale = draw.choice(
        (
            ("thousand USD", 1e-3),
            ("USD bn", 1e3),
            ("Million USD", 1.0),
            ("M.EUR", None),
            ("kt", None),
            ("billion US$", 1e3),
            ("1000 dollars", 1e-3),
        )
    )
    system.unit = pd.DataFrame({"unit": [said] * 4}, index=system.Z.index)
    try:
        found = World.from_pymrio(system, year=2020).output
    except WorldError:
        return scale is None
    return scale is not None and bool(np.allclose(found, plain * scale))


def labels(draw: Random, _: Path) -> bool:
    """Rows and columns by label, whatever their order; one that lacks is named."""
    import numpy as np  # noqa: PLC0415

    from detente._errors import WorldError  # noqa: PLC0415
    from detente.world import World  # noqa: PLC0415

    system = _system(draw)
    plain = World.from_pymrio(system, year=2020)
    rows = list(system.Y.index)
    if draw.random() < 0.3:
        gone = draw.choice(rows)
        system.Y = system.Y.drop(index=[gone])
        try:
            World.from_pymrio(system, year=2020)
        except WorldError as error:
            return gone[0] in str(error) and "\n" not in str(error)
        return False
    system.Y = system.Y.loc[draw.sample(rows, 4)]
    found = World.from_pymrio(system, year=2020)
    return bool(np.allclose(found.output, plain.output)) and bool(
        np.allclose(found.final_demand, plain.final_demand)
    )


def icio() -> bytes:
    """A table of two regions and two sectors, as OECD writes it."""
    nodes = [f"{r}_{s}" for r in REGIONS for s in SECTORS]
    users = [f"{r}_{f}" for r in REGIONS for f in ("HFCE", "GFCF")]
    lines = [",".join(["V1", *nodes, *users, "OUT"])]
    lines += [",".join([node, *["2"] * 4, *["10"] * 4, "48"]) for node in nodes]
    lines += [",".join([name, *["8"] * 4, *["0"] * 4, "8"]) for name in ("TLS", "VA")]
    lines.append(",".join(["OUT", *["48"] * 4, *["40"] * 4, "192"]))
    return ("\n".join(lines) + "\n").encode()


def editions(draw: Random, folder: Path) -> bool:
    """Names with two years, and zips with other things in them."""
    from detente.world import open_world  # noqa: PLC0415

    year = draw.randrange(1995, 2021)
    edition = year + draw.randrange(1, 5)
    name = draw.choice(
        (f"{year}_ICIO{edition}.csv", f"ICIO{edition}_{year}.csv", f"{year}_SML_{edition}1103.csv")
    )
    place = folder / name
    if draw.random() < 0.5:
        place = folder / "t.zip"
        with zipfile.ZipFile(place, "w") as archive:
            archive.writestr(f"__MACOSX/._{name}", b"\x00\x05\x16\x07")
            archive.writestr(f"ICIO/{name}", icio())
            archive.writestr("ICIO/.DS_Store", b"\x00")
    else:
        place.write_bytes(icio())
    return open_world(place).year == year


def codes(draw: Random, folder: Path) -> bool:
    """Ids of firms, sectors and countries stay text."""
    from detente.impact.firms import read_network  # noqa: PLC0415

    names = draw.choice(
        (
            ("0012", "12", "012"),
            ("1E5", "100000", "1e5"),
            ("NA", "nan", "NULL"),
            ("9007199254740993", "9007199254740992", "3"),
            ("true", "True", "1"),
        )
    )
    firms, edges = folder / "f.csv", folder / "e.csv"
    country = draw.choice(("NA", "USA"))
    firms.write_text(
        "firm,sector,country\n" + "".join(f"{name},{name},{country}\n" for name in names)
    )
    edges.write_text(f"supplier,buyer,value\n{names[0]},{names[1]},4\n{names[1]},{names[2]},2\n")
    net = read_network(edges, firms)
    return [str(one) for one in net.firms] == list(names) and list(net.sectors) == list(names)


def prices(draw: Random, folder: Path) -> bool:
    """Files of prices as they come: fields, stamps, several heads."""
    from detente.impact.market import read_prices  # noqa: PLC0415

    days = [date(2024, 1, 1) + timedelta(days=at) for at in range(200)]
    days = [day for day in days if day.weekday() < 5]
    draw.shuffle(fields := ["Open", "High", "Close", "Adj Close", "Volume"])
    kind = draw.randrange(3)
    place = folder / "ASSET.csv"
    values = [[100 + 10 * at + (n * 7919 + at) % 13 for at in range(5)] for n in range(len(days))]
    if kind == 0:
        head, stamp, wanted = [",".join(["Date", *fields])], "{:%Y-%m-%d}", ["ASSET"]
    elif kind == 1:
        tickers = ["SPY", "REMX", "SMH", "XLE", "GLD"]
        head = ["Price," + ",".join(["Close"] * 5), "Ticker," + ",".join(tickers), "Date,,,,,"]
        stamp, wanted = "{:%Y-%m-%d}", sorted(tickers)
    else:
        head, stamp, wanted = [",".join(["Date", *fields])], "{:%Y-%m-%d} 00:00:00-05:00", ["ASSET"]
    rows = [
        ",".join([stamp.format(day), *map(str, row)]) for day, row in zip(days, values, strict=True)
    ]
    place.write_text("\n".join([*head, *rows]) + "\n")
    found = read_prices([place])
    if sorted(found.by_asset) != wanted:
        return False
    first = found.by_asset[wanted[0]][0]
    at = fields.index("Adj Close") if kind != 1 else tickers.index(wanted[0])
    return bool(first == values[0][at])


def failed_run(draw: Random, _: Path) -> bool:
    """One run of a sweep without a number: refused, and named."""
    import numpy as np  # noqa: PLC0415

    from detente._errors import DetenteError  # noqa: PLC0415
    from detente.impact.sweep._sobol import Sobol  # noqa: PLC0415

    plan = Sobol(groups={name: name for name in "abc"[: draw.randrange(2, 4)]}, samples=8, seed=1)
    values = sum(plan.quantiles.values())
    values = np.array(values)
    at = draw.randrange(plan.runs)
    values[at] = draw.choice((np.nan, np.inf, -np.inf))
    try:
        plan.indices(values)
    except DetenteError as error:
        return str(at + 1) in str(error)
    return False


def one_line(draw: Random, folder: Path) -> bool:
    """Inputs that ended in tracebacks."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    from detente._errors import DetenteError  # noqa: PLC0415
    from detente.impact.firms import read_network  # noqa: PLC0415
    from detente.reading import read_bytes  # noqa: PLC0415

    edges = folder / "e.csv"
    edges.write_text("supplier,buyer,value\n7,8,4\n")
    case = draw.randrange(3)
    if case == 0:
        line = draw.choice(("1", "Page 3 of 9", "12 / 40"))
        try:
            read_bytes(pdf_of(f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode()), name="n.pdf")
        except DetenteError as error:
            return "\n" not in str(error)
        return False
    if case == 1:
        texts = pa.array(["7", "8", str(draw.randrange(99))])
        kind = draw.choice((pa.dictionary(pa.int8(), pa.string()), pa.large_string()))
        pq.write_table(pa.table({"firm": texts.cast(kind), "sector": texts}), folder / "f.parquet")
        return len(read_network(edges, folder / "f.parquet").firms) == 3
    twice = draw.choice(("firm", "sector", "output"))
    (folder / "f.csv").write_text(f"firm,sector,output,{twice}\n7,1,2,3\n8,1,2,3\n")
    try:
        read_network(edges, folder / "f.csv")
    except DetenteError as error:
        return twice in str(error) and "\n" not in str(error)
    return False


def misbehaving(draw: Random, folder: Path) -> bool:
    """Zips, sealed PDFs, endless integers, fields, arrays that lack, numbers that are none."""
    from detente._errors import DetenteError  # noqa: PLC0415
    from detente.controls import Standoff  # noqa: PLC0415
    from detente.world import open_world  # noqa: PLC0415

    case = draw.randrange(6)
    try:
        if case == 0:
            open_world(_bad_zip(draw, folder))
        elif case == 1:
            number = "9" * draw.randrange(4301, 9000)
            if draw.random() < 0.5:
                Standoff.from_toml_text(f"name = {number}\n")
            else:
                Standoff.from_json_text(f'{{"name": {number}}}')
        elif case == 2:
            from detente.cli._common import print_json  # noqa: PLC0415

            print_json({"a": [1, {"b": draw.choice((float("nan"), float("inf")))}]})
        elif case == 3:
            import numpy as np  # noqa: PLC0415

            kept = draw.choice(("Z", "x", "f"))
            arrays: dict[str, Any] = {kept: np.ones((4, 4))}
            np.savez(folder / "icio2022.npz", **arrays)
            open_world(folder / "icio2022.npz")
        elif case == 4:
            return _sealed(draw)
        else:
            from detente.facts._tables import read_table  # noqa: PLC0415

            (folder / "regions.csv").write_text(
                f"code,name,members\nUSA,{'x' * draw.randrange(132_000, 250_000)},USA\n"
            )
            _, faults = read_table(folder, "regions")
            return [fault.row for fault in faults] == [2]
    except DetenteError as error:
        return "\n" not in str(error) and len(str(error)) < 1000
    return False


def _bad_zip(draw: Random, folder: Path) -> Path:
    place = folder / "2022_SML.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2022_SML.csv", icio())
    raw = bytearray(place.read_bytes())
    middle = raw.rindex(b"PK\x01\x02")
    fault = draw.randrange(3)
    if fault == 0:  # encrypted
        raw[6] |= 1
        raw[middle + 8] |= 1
    elif fault == 1:  # corrupt
        for _ in range(30):
            raw[draw.randrange(45, middle)] ^= 0x5A
    else:  # says that it grows to gigabytes
        raw[middle + 24 : middle + 28] = (0xF0000000).to_bytes(4, "little")
    place.write_bytes(bytes(raw))
    return place


def _sealed(draw: Random) -> bool:
    """A PDF that opens without a password is read, or names what that needs."""
    import importlib.util  # noqa: PLC0415

    import pypdf  # noqa: PLC0415

    from detente._errors import DetenteError  # noqa: PLC0415
    from detente.reading import read_bytes  # noqa: PLC0415

    there = importlib.util.find_spec("cryptography") is not None
    kind = draw.choice(("RC4-40", "RC4-128", *(("AES-128", "AES-256") if there else ())))
    words = "China will lift its ban on gallium exports on 9 June 2025, a ministry said."
    data = pdf_of(f"BT /F1 12 Tf 60 700 Td ({words}) Tj ET".encode())
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("", owner_password=str(draw.randrange(10**6)), algorithm=kind)
    out = io.BytesIO()
    writer.write(out)
    try:
        return "gallium" in read_bytes(out.getvalue(), name="s.pdf", on="2025-06-10").text
    except DetenteError as error:
        return json.dumps(str(error)).find("detente[pdf]") > 0


FILES: dict[int, tuple[str, Variant]] = {
    2: ("units of a table", units),
    3: ("labels, not positions", labels),
    4: ("editions of ICIO", editions),
    7: ("codes are text", codes),
    10: ("price files", prices),
    11: ("a sweep with a failed run", failed_run),
    12: ("tracebacks", one_line),
    19: ("files that misbehave", misbehaving),
}
