"""Global Trade Alert, the IEA tracker and India's notifications; the tables of codes and names."""

from pathlib import Path

import pytest

from detente.facts import ALL_DUAL_USE, load_facts
from detente.facts.notice_tables import (
    countries_named,
    country_named,
    load_countries,
    load_notice_codes,
)
from detente.notices import Sign, read_notices
from detente.notices._goods import by_code, by_english, by_hs

SAMPLES = Path(__file__).parent / "samples"


def test_global_trade_alert_takes_no_targets_from_trade():
    reading = read_notices([SAMPLES / "gta.csv"])
    ban, lifted = reading.notices
    assert (ban.imposer, ban.number.value, ban.instrument.value) == ("IDN", "GTA 900001", "ban")
    assert (str(ban.announced.value), str(ban.effective.date)) == ("2019-09-02", "2020-01-01")
    assert [good.value for good in ban.goods] == ["nickel-ore"]
    assert ban.targets == ()
    assert any("trade, not law" in line for line in ban.uncoded)
    assert lifted.sign is Sign.EASING
    assert reading.passed_over == {"gta.csv": 1}
    (refused,) = reading.refused
    assert refused.startswith("gta.csv, row 5:")


def test_the_tracker_keeps_export_policies_only():
    reading = read_notices([SAMPLES / "iea.csv"])
    quota, ban = reading.notices
    assert (quota.imposer, quota.instrument.value, str(quota.announced.value)) == (
        "COD",
        "volume-cap",
        "2025-09-20",
    )
    assert ban.announced is None
    assert any("only the year 2020" in line for line in ban.uncoded)
    assert reading.passed_over == {"iea.csv": 1}


def test_notifications_of_india():
    wheat, rice = read_notices(
        [SAMPLES / "dgft-2022-06.txt", SAMPLES / "dgft-2025-61.html"]
    ).notices
    assert (wheat.number.value, str(wheat.announced.value)) == ("DGFT 6/2015-20", "2022-05-13")
    assert (wheat.sign, wheat.instrument.value) == (Sign.RESTRICTION, "ban")
    assert [code.value for code in wheat.hs] == ["10011900", "10019910"]
    assert [good.value for good in wheat.goods] == ["wheat"]
    assert (rice.number.value, rice.sign) == ("DGFT 61/2024-25", Sign.EASING)
    assert [code.value for code in rice.hs] == ["10064000"]
    assert [good.value for good in rice.goods] == ["rice"]
    assert str(rice.effective.date) == "2025-03-07"


def test_a_notification_on_imports_is_refused(tmp_path):
    path = tmp_path / "import.txt"
    path.write_text(
        "Directorate General of Foreign Trade\nNotification No. 45/2025-26\nSubject: Amendment in "
        "Import Policy of chemicals\nDated 15th October, 2025\n"
    )
    reading = read_notices([path])
    assert reading.notices == ()
    assert "about imports" in reading.refused[0]


def test_codes_and_words_lead_to_goods_of_the_tables():
    known = {row.good for row in load_facts().goods} | {ALL_DUAL_USE}
    sources = {row.id for row in load_facts().sources}
    for row in load_notice_codes():
        assert row.goods
        assert set(row.goods) <= known, row.code
        assert row.source in sources


@pytest.mark.parametrize(
    ("system", "code", "goods"),
    [
        ("china", "1C117.b", ("molybdenum",)),
        ("china", "1C117.d.2", ("tungsten",)),
        ("china", "3C001.a", ("gallium",)),
        ("eccn", "3C001", ()),
        ("eccn", "3A090.c", ("high-bandwidth-memory",)),
        ("eccn", "3A090.a", ("ai-accelerator-frontier",)),
    ],
)
def test_the_longest_code_of_the_right_government_counts(system, code, goods):
    assert by_code(system, code) == goods


def test_a_customs_code_of_several_goods_names_them_all():
    assert len(by_hs("8112.92.9010")) > 1
    assert by_hs("9999999999") == ()


def test_words_of_the_rule_are_no_goods():
    assert by_english("export controls and sanctions") == ()
    assert [good for good, *_ in by_english("a ban on gallium")] == ["gallium"]


def test_countries():
    rows = load_countries()
    assert len({row.iso3 for row in rows}) == len(rows)
    assert {row.iso3 for row in load_facts().parties} <= {row.iso3 for row in rows}
    assert country_named("10 Atlanta Road, Georgia, USA") == "USA"
    assert [iso3 for _, iso3 in countries_named("向美国、墨西哥、加拿大出口")] == [
        "USA",
        "MEX",
        "CAN",
    ]
