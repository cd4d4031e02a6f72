"""OECD's official layout, on small tables written here."""

import csv
import io
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente._errors import WorldError
from detente.world import World, held_sectors
from detente.world._editions import table_year

REGIONS, SECTORS = ("AUS", "CHN", "ROW"), ("A01", "C10T12", "C17_18")
CATEGORIES = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")


def numbers(seed=0, regions=REGIONS):
    rng = np.random.default_rng(seed)
    n = len(regions) * len(SECTORS)
    flows = rng.gamma(1.0, 5.0, (n, n)).round(4)
    final = (rng.gamma(1.0, 9.0, (n, len(regions) * len(CATEGORIES))) + 3).round(4)
    return flows, final


def official(flows, final, regions=REGIONS, users=REGIONS):
    """Text of a csv as OECD writes it."""
    industries = [f"{region}_{sector}" for region in regions for sector in SECTORS]
    demand = [f"{user}_{category}" for user in users for category in CATEGORIES]
    output = flows.sum(axis=1) + final.sum(axis=1)
    taxes = 0.01 * flows.sum(axis=0)
    added = output - flows.sum(axis=0) - taxes
    pad = np.zeros(final.shape[1])
    body = [
        *np.column_stack([flows, final, output]),
        np.r_[taxes, pad, taxes.sum()],
        np.r_[added, pad, added.sum()],
        np.r_[output, final.sum(axis=0), output.sum()],
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["V1", *industries, *demand, "OUT"])
    for label, row in zip([*industries, "TLS", "VA", "OUT"], body, strict=True):
        writer.writerow([label, *[f"{value:.6f}" for value in row]])
    return text.getvalue()


@pytest.fixture(params=["csv", "zip", "csv with a byte-order mark"])
def table(request, tmp_path):
    text = official(*numbers())
    if request.param == "zip":
        path = tmp_path / "2021-2022.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("2022_SML.csv", text)
            archive.writestr("2021_SML.csv", official(*numbers(1)))
            archive.writestr("ReadMe.txt", "notes")
    else:
        path = tmp_path / "2022_SML.csv"
        path.write_text(text, encoding="utf-8-sig" if "mark" in request.param else "utf-8")
    return path


def test_whole_table(table):
    flows, final = numbers()
    world = World.from_icio(table, year=2022, residual=None)
    assert (world.regions, world.sectors, world.year) == (REGIONS, SECTORS, 2022)
    assert world.residual == "RES"
    np.testing.assert_allclose(world.flows, flows, atol=1e-6)
    by_user = final.reshape(9, 3, 6).sum(axis=2)
    np.testing.assert_allclose(world.final_demand[:, :3], by_user, atol=1e-5)
    assert (world.final_demand[:, 3] == 0.0).all()
    assert (world.imports_residual == 0.0).all()


def test_residual_region_is_taken_out(table):
    flows, final = numbers()
    world = World.from_icio(table, year=2022)
    assert world.regions == ("AUS", "CHN")
    assert world.destinations == ("AUS", "CHN", "ROW")
    np.testing.assert_allclose(world.flows, flows[:6, :6], atol=1e-6)
    np.testing.assert_allclose(world.imports_residual, flows[6:, :6].sum(axis=0), atol=1e-6)
    delivered = flows[:6, 6:].sum(axis=1) + final[:6, 12:].sum(axis=1)
    np.testing.assert_allclose(world.final_demand[:, 2], delivered, atol=1e-5)
    np.testing.assert_allclose(
        world.output, flows[:6].sum(axis=1) + final[:6].sum(axis=1), rtol=1e-6
    )
    assert all(check.passed for check in world.check())
    assert len(world.manifest["inputs"][0]["sha256"]) == 64


def test_split_countries_are_joined(tmp_path):
    regions = ("AUS", "CHN", "CN1", "CN2")
    flows, final = numbers(2, regions)
    final = final[:, :12]
    flows[3:6], flows[:, 3:6], final[3:6] = 0.0, 0.0, 0.0  # the whole is empty, its parts are not
    path = tmp_path / "2020.csv"
    path.write_text(official(flows, final, regions, ("AUS", "CHN")), encoding="utf-8")
    world = World.from_icio(path)
    assert world.regions == ("AUS", "CHN")
    china = flows[3:].reshape(3, 3, 12).sum(axis=0).reshape(3, 12)
    np.testing.assert_allclose(world.flows[3:, :3], china[:, :3], atol=1e-6)
    assert world.output.sum() == pytest.approx(flows.sum() + final.sum(), rel=1e-6)
    assert world.residual == "ROW"


def test_stocks_drawn_down(tmp_path):
    flows, final = numbers(4)
    final[0, 4] = -2.5  # AUS_INVNT
    path = tmp_path / "ICIO2021_2018.csv"
    path.write_text(official(flows, final), encoding="utf-8")
    world = World.from_icio(path, residual=None)
    assert world.year == 2018
    assert world.final_demand.min() >= 0.0
    assert world.output[0] == pytest.approx(flows[0].sum() + final[0].sum(), rel=1e-6)


def test_year_must_be_known(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(official(*numbers()), encoding="utf-8")
    with pytest.raises(WorldError, match=r"'table.csv' does not say the year: give year="):
        World.from_icio(path)
    assert World.from_icio(path, year=1999).year == 1999


def test_zip_with_several_years(tmp_path):
    path = tmp_path / "2021-2022.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2021_SML.csv", official(*numbers()))
        archive.writestr("2022_SML.csv", official(*numbers()))
    with pytest.raises(WorldError, match=r"2 tables fit year not given \(it holds 2021_SML.csv"):
        World.from_icio(path)
    with pytest.raises(WorldError, match="0 tables fit year 2019"):
        World.from_icio(path, year=2019)
    assert World.from_icio(path, year=2021).year == 2021


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: "", "first line is not a row of labels"),
        (lambda text: "a,b,b\n1,2,3\n", "first line is not a row of labels"),
        (lambda text: "name,age\nJo,3\n", "label 'Jo' is neither an industry nor a total"),
        (lambda text: text.replace("AUS_HFCE", "AUS_XXXX"), "label 'AUS_XXXX' is neither"),
        (lambda text: text.replace(",OUT\n", ",SUM\n", 1), "label 'SUM' is neither"),
        (lambda text: text.replace("\nCHN_A01,", "\nCHN_A01,x"), "not an ICIO table"),
        (lambda text: text.replace("\nCHN_A01,", "\nCHN_A01,-9"), "intermediate flows cannot be"),
        (lambda text: text.replace("\nCHN_A01,", "\nCHN_A01,99999"), "its row adds up to"),
        (lambda text: text + text.splitlines()[1] + "\n", "missing or doubled"),
        (lambda text: "\n".join(line for line in text.split("\n")[:3]), "is neither an industry"),
    ],
)
def test_faults_are_one_clear_line(tmp_path, change, message):
    path = tmp_path / "2022_SML.csv"
    path.write_text(change(official(*numbers())), encoding="utf-8")
    with pytest.raises(WorldError, match=message) as caught:
        World.from_icio(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unreadable_files(tmp_path):
    with pytest.raises(WorldError, match="cannot be read"):
        World.from_icio(tmp_path / "2022_SML.csv")
    broken = tmp_path / "2022.zip"
    broken.write_bytes(b"PK not a zip")
    with pytest.raises(WorldError, match="cannot be read"):
        World.from_icio(broken)
    binary = tmp_path / "2022.csv"
    binary.write_bytes(bytes(range(128, 256)) * 10)
    with pytest.raises(WorldError, match="not a text file"):
        World.from_icio(binary)


YEARS = st.integers(1995, 2023)


@given(YEARS, st.integers(0, 4), st.data())
def test_the_year_in_a_name_is_the_table_s_and_not_the_edition_s(year, later, data):
    edition = year + later
    name = data.draw(
        st.sampled_from(
            [
                f"{year}_SML.csv",
                f"ICIO{edition}_{year}.csv",
                f"{year}_ICIO{edition}.csv",
                f"icio-ed{edition}-{year}.CSV",
                f"OECD ICIO {edition} edition, {year}.csv",
                f"{year}.SML (edition {edition}).csv",
                f"ICIO{year}.csv",
                f"{year}_SML_20251103.csv",
            ]
        )
    )
    assert table_year(name) == year


@pytest.mark.parametrize("name", ["2016-2022.csv", "2016_2022.csv", "2016 to 2022.csv"])
def test_a_span_of_years_is_no_year(name):
    with pytest.raises(WorldError, match="several years"):
        table_year(name)


BESIDE = st.lists(
    st.sampled_from(
        ["__MACOSX/{}._{}", "__MACOSX/{}{}", "{}._{}", ".DS_Store", "{}ReadMe.txt", "{}~{}"]
    ),
    max_size=4,
    unique=True,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BESIDE, st.sampled_from(["", "ICIO/", "a/b/"]), st.booleans(), st.booleans())
def test_what_lies_beside_the_table_in_a_zip_is_passed_over(tmp_path, beside, folder, two, upper):
    path = tmp_path / "t.zip"
    name = "2022_SML.CSV" if upper else "2022_SML.csv"
    with zipfile.ZipFile(path, "w") as archive:
        for one in beside:
            archive.writestr(one.format(folder, name), b"\x00\x05\x16\x07")
        archive.writestr(folder + name, official(*numbers()))
        if two:
            archive.writestr(folder + "2021_SML.csv", official(*numbers(1)))
    assert World.from_icio(path, year=2022 if two else None).year == 2022
    if two:
        with pytest.raises(WorldError, match="2 tables fit"):
            World.from_icio(path)


@pytest.mark.parametrize("fault", ["encrypted", "cut short", "bits", "method", "huge"])
def test_a_bad_zip_is_one_line(tmp_path, fault):
    path = tmp_path / "2022.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2022_SML.csv", official(*numbers()))
    raw = bytearray(path.read_bytes())
    central = raw.rindex(b"PK\x01\x02")
    if fault == "encrypted":
        raw[6] |= 1
        raw[central + 8] |= 1
    elif fault == "cut short":
        raw = raw[: len(raw) // 2]
    elif fault == "bits":
        for at in range(60, 160):
            raw[at] ^= 0x55
    elif fault == "method":
        raw[8] = raw[central + 10] = 97
    else:
        raw[central + 24 : central + 28] = (0xF0000000).to_bytes(4, "little")
    path.write_bytes(bytes(raw))
    with pytest.raises(WorldError, match=r"2022\.zip: "):
        World.from_icio(path)


def relabelled(text, sectors, final):
    """The same table under the labels of another edition."""
    for old, new in zip(SECTORS, sectors, strict=True):
        text = text.replace(f"_{old},", f"_{new},").replace(f"_{old}\n", f"_{new}\n")
    for old, new in zip(CATEGORIES, final, strict=True):
        text = text.replace(f"_{old}", f"_{new}")
    return text


@pytest.mark.parametrize(
    ("sectors", "final", "total"),
    [
        (
            ("C01T05AGR", "C35TRQ", "C24CHM"),
            ("HC", "NPISH", "GGFC", "GFCF", "INVNT", "CONS_ABR"),
            "OUT",
        ),
        (("D01T03", "D20T21", "D30"), ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "P33"), "TOTAL"),
        (("A01_02", "C24", "C30"), CATEGORIES, "OUT"),
    ],
)
def test_labels_of_older_editions(tmp_path, sectors, final, total):
    path = tmp_path / "2010_ICIO2016.csv"
    text = relabelled(official(*numbers()), sectors, final).replace(",OUT\n", f",{total}\n", 1)
    path.write_text(text)
    world = World.from_icio(path)
    assert (world.year, world.sectors) == (2010, sectors)
    assert all(held_sectors(sector) for sector in sectors)
    flows, _ = numbers()
    np.testing.assert_allclose(world.flows, flows[:6, :6], atol=1e-6)
