"""Addresses that hold a state: what goes in comes out, and what is broken is refused."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_case import small_standoff, small_token

from detente import DetenteError
from detente.controls import Figure, Standoff
from detente.page._check import check
from detente.page._edit import edited
from detente.page._form import Field
from detente.page._state import (
    CASES,
    State,
    case_standoff,
    is_standoff,
    pack,
    parse_standoff,
    read_package,
    unpack,
    write_package,
)

FORMAT = 'format = "detente.standoff/1"\n'


def packed(text):
    return base64.urlsafe_b64encode(zlib.compress(text.encode())).decode().rstrip("=")


def form(**fields):
    return {name.replace("_", "-"): Field(data=str(v).encode()) for name, v in fields.items()}


def test_a_token_is_the_standoff():
    standoff = small_standoff(name="Düsseldorf ☃ <b>", stocks={"ethane": Figure(**DAYS)})
    assert unpack(pack(standoff)) == standoff
    assert len(small_token()) < 2500


DAYS = {"low": 5, "central": 10, "high": 20}


@pytest.mark.parametrize("case", CASES)
def test_every_case_opens_and_fits_an_address(case):
    standoff = case_standoff(case)
    check(standoff)
    assert unpack(pack(standoff)) == standoff


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(st.dictionaries(NAMES, st.floats(0.001, 1), max_size=6))
def test_a_package_in_an_address_comes_back(package):
    names = {
        name.encode("utf-8", "ignore").decode() or "x": share for name, share in package.items()
    }
    found = read_package(write_package(names))
    stripped = {name.strip(): share for name, share in names.items()}
    if len(stripped) == len(names) and all(name == name.strip() for name in names):
        assert found == pytest.approx(names, rel=1e-5)


@pytest.mark.parametrize(
    "text", ["A=2", "A=x", "A=-0.1", "A=nan", "A=inf", ",".join(map(str, range(99)))]
)
def test_a_broken_package_is_refused(text):
    with pytest.raises(DetenteError, match="share"):
        read_package(text)


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "%%%",
        "é",
        "A" * 50_000,
        packed("not json"),
        packed("[" * 100_000),
        packed('{"a": 1}'),
        packed("null"),
        packed('{"format": "detente.standoff/1", "name": "x", "on": "2025-06-10", "evil": 1}'),
        packed(" " * 500_000),
        base64.urlsafe_b64encode(zlib.compress(b"0" * 50_000_000)).decode().rstrip("="),
        small_token()[:-20],
    ],
)
def test_a_broken_token_is_refused_in_one_line(token):
    with pytest.raises(DetenteError) as refused:
        unpack(token)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "parameters",
    [{}, {"case": "nowhere"}, {"case": "london", "s": "x"}, {"case": "busan", "a": "A=7"}],
)
def test_a_broken_address_is_refused(parameters):
    with pytest.raises(DetenteError):
        State.read(parameters)


def test_the_address_of_a_state_is_read_as_it_was_written():
    from urllib.parse import parse_qsl

    state = State(
        token=small_token(), a={"US-2025-EDA": 0.25}, b={"soybeans, a year": 1.0, "CN-2025-18": 0.5}
    )
    again = State.read(dict(parse_qsl(state.query(), keep_blank_values=True)))
    assert again == state
    assert State.read(dict(parse_qsl(state.query(b={}), keep_blank_values=True))).b == {}


def changed(**changes):
    plain = small_standoff().model_dump(mode="json")
    for path, value in changes.items():
        at = plain
        *way, last = path.split("__")
        for key in way:
            at = at[int(key) if key.isdigit() else key]
        at[int(last) if last.isdigit() else last] = value
    return Standoff.model_validate(plain)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"controls__0__effective": "9999-12-31"}, "too far"),
        ({"controls__0__goods": ["unobtainium"]}, "unobtainium"),
        ({"controls__0__register_ids": ["XX-1"]}, "XX-1"),
        ({"controls__0__target": "ZZZ"}, "ZZZ"),
        ({"controls__0__security": {"low": 0, "central": 1, "high": float("inf")}}, "finite"),
        ({"controls__0__security": {"low": -1, "central": 1, "high": 2}}, "zero or more"),
        ({"stocks": {"unobtainium": DAYS}}, "unobtainium"),
        ({"parties__0__party": "ZZZ", "controls": []}, "ZZZ"),
    ],
)
def test_what_cannot_be_worked_on_is_refused_early(changes, says):
    changes = {**changes, **({"side_issues": []} if "parties__0__party" in changes else {})}
    with pytest.raises(DetenteError, match=says):
        check(changed(**changes))


@pytest.mark.parametrize(
    "text",
    [
        FORMAT + "a = " + "[" * 5000,
        FORMAT + 'name = "x"\non = 2025-06-10\nname = "y"',
        FORMAT + 'name = "</script><script>alert(1)</script>"\non = 1979-05-27',
        '{"format": "detente.standoff/1"}',
        "{" * 10_000,
        FORMAT + "[controls]\nx = nan",
        FORMAT + 'name = "\\ud800"',
    ],
)
def test_a_hostile_file_is_refused_in_one_line(text):
    with pytest.raises(DetenteError) as refused:
        parse_standoff(text)
    assert "\n" not in str(refused.value)


def test_toml_and_json_files_open_alike():
    standoff = small_standoff()
    assert parse_standoff(standoff.to_toml()) == standoff
    assert parse_standoff(standoff.model_dump_json()) == standoff
    assert is_standoff(standoff.to_toml())
    assert is_standoff(standoff.model_dump_json())
    assert not is_standoff("{ this is an article")


def test_the_form_changes_what_it_names_and_nothing_else():
    before = small_standoff()
    wanted = {"c1_security_low": "0,1", "c1_security_central": "1", "c1_security_high": "2"}
    after = edited(before, form(c0_bound="50", **wanted))
    assert [entry.bound for entry in after.controls] == [0.5, 1.0, 1.0, 0.0]
    assert after.controls[1].security == Figure(low=0.1, central=1.0, high=2.0)
    assert after.controls[2:] == before.controls[2:]
    assert after.controls[0].origin.kind == "analyst"


def test_a_form_sent_back_untouched_changes_nothing():
    before = small_standoff()
    fields = {}
    for at, entry in enumerate(before.controls):
        fields[f"c{at}-bound"] = f"{entry.bound * 100:.6g}"
        for name, unit in (("security", 1), ("political", 1), ("intensity", 100)):
            for end in ("low", "central", "high"):
                fields[f"c{at}-{name}-{end}"] = f"{getattr(getattr(entry, name), end) * unit:.6g}"
    fields |= {"stock-ethane-central": "", "add": "", "add-target": ""}
    assert edited(before, {n: Field(data=v.encode()) for n, v in fields.items()}) == before


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"c0-bound": "lots"}, "not a number"),
        ({"c0-bound": "150"}, "bound"),
        ({"c0-security-low": "5"}, "does not hold"),
        ({"c0-intensity-high": "300"}, "share"),
        ({"on": "yesterday"}, "on"),
        ({"stock-ethane-central": "-3"}, "stock"),
        ({"stock-nothing-central": "3"}, "nothing"),
        ({"add": "CN-2025-18"}, "already"),
        ({"add": "nothing"}, "nothing"),
        ({f"c{at}-remove": "1" for at in range(4)}, "last control"),
    ],
)
def test_a_wrong_field_is_named(fields, says):
    with pytest.raises(DetenteError, match=says):
        edited(small_standoff(), {n: Field(data=v.encode()) for n, v in fields.items()})


def test_controls_come_and_go_and_stocks_are_kept():
    after = edited(
        small_standoff(),
        {
            "c3-remove": Field(data=b"1"),
            "add": Field(data=b"US-2025-engines"),
            "stock-ethane-central": Field(data=b"40"),
        },
    )
    assert [entry.control for entry in after.controls][2:] == ["US-2025-ethane", "US-2025-engines"]
    assert after.stocks["ethane"].central == 40
    assert edited(after, {"stock-ethane-central": Field(data=b" ")}).stocks == {}
    assert json.loads(after.model_dump_json())["stocks"]["ethane"]["low"] == 40
