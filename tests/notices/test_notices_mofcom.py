"""Notices of China's Ministry of Commerce: numbers, days, codes, entities, acts on others."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.notices import Act, Sign, read_notices
from detente.notices._chinese import days, numeral, plain
from detente.notices._mofcom import read_text
from detente.notices._mofcom_numbers import numbers

SAMPLES = Path(__file__).parent / "samples"


def sample(name):
    (notice,) = read_notices([SAMPLES / name]).notices
    return notice


def values(found):
    return [item.value for item in found]


def text(body, **more):
    return read_text(body, file="notice.txt", **more)


def test_items_codes_and_customs_codes():
    notice = sample("mofcom-2025-18.txt")
    assert notice.number.value == "2025-18"
    assert notice.issuers == ("MOFCOM", "GAC")
    assert notice.announced.value == notice.effective.date == dt.date(2025, 4, 4)
    assert values(notice.codes)[:4] == ["1C902.a", "1C902.b", "1C904.a", "1C905.a"]
    assert values(notice.hs)[0] == "2805301910"
    assert len(notice.hs) == 5
    assert set(values(notice.goods)) == {
        "samarium",
        "terbium",
        "dysprosium",
        "yttrium",
        "smco-magnet",
        "ndfeb-magnet",
    }
    assert values(notice.targets) == ["ALL"]
    assert (notice.act, notice.sign) == (Act.IMPOSES, Sign.RESTRICTION)
    assert notice.instrument.value == "licence"


def test_every_passage_stands_in_the_text():
    whole = (SAMPLES / "mofcom-2025-18.txt").read_text(encoding="utf-8")
    notice = sample("mofcom-2025-18.txt")
    found = [*notice.codes, *notice.hs, *notice.goods, *notice.targets]
    passages = [item.passage for item in (*found, notice.announced, notice.instrument)]
    for passage in (*passages, *(phase.passage for phase in notice.phases)):
        assert passage.text in whole
        start, end = map(int, passage.where.removeprefix("characters ").split("-"))
        assert whole[start:end].strip() == passage.text


def test_a_clock_time_and_a_day_without_a_year():
    notice = sample("mofcom-2025-22.txt")
    assert notice.announced.value == dt.date(2025, 4, 9)
    assert notice.effective.date == dt.date(2025, 4, 10)
    assert [(e.name, e.local_name, e.country) for e in notice.entities] == [
        ("American Photonics", "美国光子公司", "USA"),
        ("Novotech, Inc.", "诺沃特公司", "USA"),
    ]
    assert notice.list_name == "control list"


def test_chinese_numerals_and_words_for_goods():
    notice = sample("mofcom-2023-23.txt")
    assert notice.number.value == "2023-23"
    assert notice.announced.value == dt.date(2023, 7, 3)
    assert notice.effective.date == dt.date(2023, 8, 1)
    assert values(notice.goods) == ["gallium", "germanium"]


def test_a_page_and_full_width_digits():
    notice = sample("mofcom-2024-46.html")
    assert notice.number.value == "2024-46"
    assert values(notice.targets) == ["USA"]
    assert values(notice.goods) == ["gallium", "germanium", "antimony", "graphite"]
    assert [str(phase.date) for phase in notice.phases] == ["2024-12-03"]  # no script is read
    assert notice.instrument.value == "ban"


def test_a_statement_suspends_one_list_and_ends_another():
    notice = sample("mofcom-answer-2025-08.txt")
    done = {r.number: (r.act, r.from_day, r.until) for r in notice.references}
    assert done == {
        "2025-21": (Act.SUSPENDS, dt.date(2025, 8, 12), dt.date(2025, 11, 10)),
        "2025-22": (Act.REPEALS, dt.date(2025, 8, 12), None),
    }
    assert notice.sign is Sign.EASING


def test_a_suspension_of_several_notices_with_its_end():
    notice = text(
        "【发布文号】商务部公告2025年第70号\n【发文日期】2025年11月07日\n"
        "经批准，自即日起至2026年11月10日，"
        "商务部、海关总署公告2025年第55号、56号，及商务部公告2025年第61号暂停实施。\n商务部\n2025年11月7日"
    )
    assert [r.number for r in notice.references] == ["2025-55", "2025-56", "2025-61"]
    assert {r.act for r in notice.references} == {Act.SUSPENDS}
    assert notice.until.value == dt.date(2026, 11, 10)
    assert notice.act is Act.SUSPENDS


def test_a_part_of_a_notice_is_suspended():
    notice = text(
        "自即日起至2026年11月27日，商务部公告2024年第46号（《关于某事的公告》）第二款暂停实施。\n2025年11月9日"
    )
    (reference,) = notice.references
    assert (reference.number, reference.part) == ("2024-46", "第二款")


def test_what_is_cited_as_ground_is_not_acted_on():
    notice = text(
        "商务部公告2024年第67号\n根据商务部2005年第29号令，对目录进行了调整。本公告自2025年1月1日起实施，"
        "商务部2023年第66号公告同时废止。\n2024年12月31日"
    )
    assert {r.number: r.act for r in notice.references} == {
        "2005-order-29": Act.NONE,
        "2023-66": Act.REPEALS,
    }


def test_a_foreign_day_is_not_the_notices_own():
    notice = text(
        "商务部公告2025年第9号\n鉴于美国自2025年11月10日起暂停实施其措施一年，决定对某物项实施出口管制。"
        "本公告自2025年12月1日起施行。\n2025年11月12日"
    )
    assert [str(phase.date) for phase in notice.phases] == ["2025-12-01"]


def test_parts_apply_from_several_days():
    notice = text(
        "商务部公告2025年第61号\n决定采取以下出口管制措施。\n八、本公告“一（一）”部分自2025年12月1日起实施。"
        "本公告“一（三）”部分自公布之日起实施。\n商务部\n2025年10月9日"
    )
    assert [str(phase.date) for phase in notice.phases] == ["2025-10-09", "2025-12-01"]
    assert "一(一)" in notice.phases[1].scope
    assert any("in parts" in line for line in notice.uncoded)


def test_the_day_of_a_copy_is_not_the_notices_own():
    body = (
        "商务部公告2025年第57号\n决定对下列物项实施出口管制。\n"
        "本公告自2025年11月8日起正式实施。\n商务部\n2025年10月9日"
    )
    notice = text(body, page_day=dt.date(2025, 10, 13))
    assert notice.announced.value == dt.date(2025, 10, 9)
    assert notice.page_day == dt.date(2025, 10, 13)
    assert text("关于某事的说明", page_day=dt.date(2025, 10, 13)).announced.value.day == 13


def test_an_adjustment_needs_a_person():
    notice = text(
        "商务部公告2023年第39号 关于优化调整石墨物项临时出口管制措施的公告\n"
        "决定优化调整石墨物项临时出口管制措施。"
        "满足以下特性的石墨物项，未经许可，不得出口。本公告自2023年12月1日起实施。\n2023年10月20日"
    )
    assert notice.sign is Sign.UNCLEAR
    assert values(notice.goods) == ["graphite"]


def test_guidance_and_law_are_no_controls():
    guidance = text(
        "一、问题？\n答：见2023年第39号公告。\n二、又一问题？\n答：2021年4月13日通过。",
        title="常见问题（一）",
    )
    assert guidance.act is Act.GUIDANCE
    assert guidance.number is None
    assert guidance.announced is None
    law = text(
        "（2020年10月17日通过）\n第一条 为了安全。\n第二十一条 某事。\n"
        "第二十二条 本法自2020年12月1日起施行。",
        title="某法",
    )
    assert law.act is Act.LAW
    assert str(law.effective.date) == "2020-12-01"


def test_entities_in_a_sentence_and_off_a_list():
    notice = text(
        "商务部令二〇二五年第6号\n中方决定将5家美国相关子公司"
        "Hanwha Shipping LLC、Hanwha Ocean USA International LLC"
        "和HS USA Holdings Corp.列入反制清单，自2025年10月14日起施行。\n2025年10月14日"
    )
    assert [e.name for e in notice.entities] == [
        "Hanwha Shipping LLC",
        "Hanwha Ocean USA International LLC",
        "HS USA Holdings Corp.",
    ]
    assert notice.number.value == "2025-order-06"
    off = text(
        "商务部公告2026年第3号\n决定将Example Photonics Inc.移出出口管制管控名单，"
        "自即日起实施。\n2026年3月1日"
    )
    assert off.act is Act.DELISTS
    assert off.entities[0].delisted


def test_a_ban_names_its_good_by_word_and_everyone_as_destination():
    notice = text(
        "商务部 海关总署公告2026年第29号 关于暂时禁止氦气出口的公告\n"
        "一、自2026年7月10日起，暂时禁止出口氦气（商品编号：2804290010）。\n商务部\n2026年7月10日"
    )
    assert values(notice.goods) == ["helium"]
    assert values(notice.targets) == ["ALL"]
    assert notice.instrument.value == "ban"
    assert str(notice.effective.date) == "2026-07-10"


def test_no_export_without_a_licence_is_a_licence():
    notice = text(
        "商务部 海关总署公告2024年第33号 关于对锑等物项实施出口管制的公告\n"
        "一、满足以下特性的物项，未经许可，不得出口：\n（一）锑相关物项。\n"
        "五、本公告自2024年9月15日起正式实施。\n2024年8月15日"
    )
    assert notice.instrument.value == "licence"


def test_the_working_mechanism_has_numbers_of_its_own():
    notice = text(
        "不可靠实体清单工作机制公告\n2025年 第12号\n不可靠实体清单工作机制决定，"
        "自2025年11月10日起，继续暂停2025年第7号公告的措施一年。\n2025年11月10日"
    )
    assert notice.number.value == "2025-uel-12"
    assert [(r.number, r.until) for r in notice.references] == [
        ("2025-uel-07", dt.date(2026, 11, 10))
    ]


def test_a_statement_that_stops_the_measures_of_a_list():
    notice = text(
        "商务部新闻发言人就第13号公告答记者问\n问：情况如何？\n答：商务部决定自2025年11月10日起，"
        "停止2025年3月4日公布的第13号公告所列实体的管控名单措施。"
    )
    assert [(r.number, r.act) for r in notice.references] == [("2025-13", Act.REPEALS)]
    assert str(notice.effective.date) == "2025-11-10"


@given(st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_a_day_in_any_numerals_is_read_back(day):
    chinese = "〇一二三四五六七八九"

    def spelt(number):
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else "十" if tens == 1 else f"{chinese[tens]}十"
        return head + (chinese[ones] if ones else "")

    year = "".join(chinese[int(digit)] for digit in str(day.year))
    wide = str(day.year).translate({48 + n: 0xFF10 + n for n in range(10)})
    for written in (
        f"{year}年{spelt(day.month)}月{spelt(day.day)}日",
        f"{day.year}年{day.month:02d}月{day.day:02d}日",
        f"{wide}年{day.month}月{day.day}日",
    ):
        (found,) = days(plain(written))
        assert found.date == day


@given(st.integers(min_value=1, max_value=199))
def test_a_serial_number_in_any_numerals_is_read_back(number):
    chinese = "〇一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    word = (f"{chinese[hundreds]}百" if hundreds else "") + (
        f"{chinese[tens]}十" if tens else ("零" if hundreds and ones else "")
    )
    word += chinese[ones] if ones else ""
    assert numeral(word) == number
    for written in (f"2025年第{word}号", f"公告2025年 第{number}号", f"〔2025〕{number}号"):
        (found,) = numbers(written)
        assert (found.year, found.serial) == (2025, number)


@given(st.text(max_size=300))
def test_making_text_plain_keeps_every_place(words):
    assert len(plain(words)) == len(words)


@pytest.mark.parametrize("words", ["2月31日", "2025年13月1日", "二〇二五年二月三十日"])
def test_days_that_do_not_exist_are_passed_over(words):
    assert list(days(words, 2025)) == []
