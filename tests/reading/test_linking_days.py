"""Rows that an article means by its day, by whom they aim at, or by who is taken off a list."""

from detente.reading import read_text, review


def linked(text: str, on: str) -> set[str]:
    lines, _ = review(read_text(text, on=on), on)
    return {line.id for line in lines if line.role in ("at issue", "red line")}


def test_firms_put_on_a_list_are_those_of_the_list_of_these_days():
    text = (
        "China protests against new US listings\n\n"
        "Beijing said on Wednesday that it firmly opposed the decision of the US Commerce "
        "Department to place dozens of Chinese firms on its export restriction list."
    )
    assert linked(text, "2025-03-26") == {"US-2025-Inspur"}
    assert not linked(text, "2025-02-20")


def test_the_latest_listing_is_meant():
    text = (
        "Washington blacklists more Chinese companies\n\n"
        "The United States added several Chinese companies to its entity list on Friday, the "
        "Commerce Department said, and Beijing condemned the move."
    )
    assert linked(text, "2025-09-13") == {"US-2025-Sept32"}


def test_curbs_on_a_partner_that_name_no_good_are_its_rows_on_that_partner():
    text = (
        "Seoul renews call on Tokyo\n\n"
        "South Korea called on Japan again on Wednesday to remove its export curbs on South Korea."
    )
    assert linked(text, "2019-11-20") == {
        "JP-2019-HF", "JP-2019-photoresist", "JP-2019-polyimide", "JP-2019-whitelist",
    }  # fmt: skip


def test_curbs_on_a_partner_mean_nothing_where_a_good_is_named():
    text = (
        "Seoul renews call on Tokyo\n\n"
        "South Korea called on Japan again to remove its curbs on exports of hydrogen fluoride "
        "to South Korea."
    )
    assert linked(text, "2019-11-20") == {"JP-2019-HF"}


def test_who_is_taken_off_a_list_is_not_whose_list_it_is():
    text = (
        "Seoul complains\n\n"
        "South Korea protested after Japan removed South Korea from its white list of trusted "
        "buyers, which means that Japanese exporters need licences."
    )
    found = linked(text, "2019-08-29")
    assert "JP-2019-whitelist" in found
    assert "KR-2019-whitelist" not in found


def test_a_threat_of_these_days_is_linked():
    text = (
        "China hints at halt of rare earths\n\n"
        "China could strike back and halt exports of rare earths to the United States, state media "
        "in Beijing suggested this week."
    )
    assert "CN-2019-rare-earth" in linked(text, "2019-05-31")


def test_chips_at_large_link_no_rule_on_the_most_advanced_ones():
    text = (
        "China grants licences for gallium\n\n"
        "China has issued export licences for gallium and germanium to some firms, the ministry "
        "said. They are used in microchips, over which Washington and Beijing have been at odds."
    )
    assert linked(text, "2023-09-21") == {"CN-2023-23"}


def test_a_listed_firm_named_beside_something_else_links_no_old_list():
    text = (
        "Washington allows H200 sales\n\n"
        "The United States will allow exports of the H200 chip to buyers in China. "
        "Blackwell chips stay restricted, so that AI chips of Huawei gain no ground."
    )
    assert linked(text, "2025-12-09") == {"US-2026-H200"}


def test_rare_earths_mean_the_rules_of_these_days_beside_the_old_one():
    text = (
        "Brussels asks for talks on rare earths\n\n"
        "The European Union asked China for talks on its restrictions on exports of rare earths."
    )
    assert linked(text, "2025-10-22") >= {"CN-2025-18", "CN-2025-57", "CN-2025-61"}
    assert "CN-2025-57" not in linked(text, "2025-09-22")


def test_another_government_does_not_hold_back_what_is_said_to_be_a_third_ones():
    text = (
        "Moscow prolongs the grain deal\n\n"
        "Russia agreed to prolong the deal under which Ukrainian grain leaves the Black Sea ports, "
        "its foreign ministry said; Kyiv and Ankara welcomed the step."
    )
    assert not linked(text, "2023-05-18")


def test_no_controls_that_are_in_place_link_nothing():
    text = (
        "Brussels sees no curbs\n\n"
        "No controls on legacy chips from China are in place, the European Commission said."
    )
    assert not linked(text, "2026-03-03")


def test_further_curbs_on_the_same_partner_leave_the_older_ones_at_issue():
    text = (
        "Tokyo tightens again\n\n"
        "Japan struck South Korea from its white list of trusted partners on Wednesday.\n\n"
        "Seoul wants an end to the curbs on exports of photoresist that Tokyo imposed in July."
    )
    assert linked(text, "2019-08-28") >= {"JP-2019-whitelist", "JP-2019-photoresist"}
