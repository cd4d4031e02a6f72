"""The desk of a firm on the page: the command's own answer, what is refused, and a browser."""

import re
import shutil
import threading

import pytest
from page_client import SAME, browser, until_finished
from test_page_desk import Held, wait

from detente.cli import main
from detente.page import Desk, Settings, Shelf, create_app, listen
from detente.page._bench import Bench
from detente.page._desk import State
from detente.page._firm import Asked, desk_work
from detente.page._jobs import Jobs

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ON = "2026-01-05"
CSV = (
    "part,good,country,stock_days,line,margin_per_day\n"
    "0012,gallium,CHN,20,<b>press</b>,1000\n"
    "NA,ndfeb-magnet,CHN,30,drives,5000\n"
)
STANDOFF = f"""format = "detente.standoff/1"
name = "A cut of gallium"
on = {ON}
[[parties]]
party = "CHN"
name = "China"
[[parties]]
party = "DEU"
name = "Germany"
[[controls]]
control = "cut"
name = "The cut"
imposer = "CHN"
target = "DEU"
goods = ["gallium"]
effective = {ON}
intensity = {{ low = 0.9, central = 1.0, high = 1.0 }}
"""


def stopped(desk):
    """End a desk as a stop of the server does."""
    desk.close(seconds=10)
    desk.shelf.close()


def ask(client, *, file=("", b""), standoff=("", b""), **fields):
    data = {"parts": "", "party": "Germany", "case": "", "rules": "", "on": ON} | fields
    return client.post("/desk", data=data, files={"file": file, "standoff": standoff}, headers=SAME)


def answered(client, **fields):
    started = ask(client, **fields)
    assert started.status_code == 303, started.text
    done, _ = until_finished(client, started.headers["location"])
    return done.headers["location"]


def command(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main(["desk", *words, "--party", "Germany", "--json"])
    assert not ended.value.code
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def client():
    with browser() as made:
        yield made


def test_cells_of_a_spreadsheet_give_the_answer_of_the_command(client, tmp_path, capsys):
    file = tmp_path / "parts.csv"
    file.write_text(CSV, encoding="utf-8")
    place = answered(client, parts=CSV.replace(",", "\t"))
    assert client.get(f"{place}.json").text == command(capsys, str(file), "--on", ON)
    page = client.get(place).text
    assert "0012" in page
    assert "<b>press" not in page
    assert f'href="{place}.json"' in page
    assert client.get(f"{place}.html").headers["content-disposition"].endswith('"desk.html"')
    job = place.rpartition("/")[2]
    assert client.get(f"/briefs/{job}").status_code == 404
    assert client.get(f"/api/jobs/{job}").json()["brief"] is None


def test_a_standoff_and_rules_of_the_register_are_a_case_each(client, tmp_path, capsys):
    (tmp_path / "parts.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "cut.toml").write_text(STANDOFF, encoding="utf-8")
    place = answered(
        client,
        file=(r"C:\firm\parts.csv", CSV.encode()),
        standoff=("cut.toml", STANDOFF.encode()),
        rules="CN-2025-18",
    )
    words = (str(tmp_path / "parts.csv"), str(tmp_path / "cut.toml"), "CN-2025-18", "--on", ON)
    assert client.get(f"{place}.json").text == command(capsys, *words)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "there are no parts"),
        ({"parts": CSV, "party": " "}, "where your lines are"),
        ({"parts": CSV, "party": "Atlantis"}, "Atlantis"),
        ({"parts": CSV.replace("20", "soon")}, "pasted.csv: row 1: stock_days"),
        ({"parts": CSV, "on": "today"}, "not a date"),
        ({"parts": CSV, "rules": "CN-1"}, "CN-1"),
        ({"parts": CSV, "rules": "IN-2023-rice"}, "“First day” from 2023-07-20"),
        ({"parts": CSV, "case": "paris"}, "paris"),
        ({"parts": CSV, "file": ("a.csv", CSV.encode())}, "give one of them"),
        ({"file": ("../../a.doc", b"x")}, "give a .csv"),
        ({"file": ("../../a.xlsx", b"x")}, "a.xlsx: is no Excel sheet"),
        ({"file": ("a.parquet", b"x")}, "a.parquet: "),
        ({"parts": CSV, "standoff": ("a.toml", b"Talks resume")}, "no file of d"),
        ({"parts": CSV, "standoff": ("a.toml", STANDOFF[:90].encode())}, "the standoff"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_form(client, fields, says):
    answer = ask(client, **fields)
    assert answer.status_code == 400
    (fault,) = re.findall(r'role="alert">(.*?)</p>', answer.text, re.DOTALL)
    assert says in fault
    assert "/tmp" not in fault
    if "parts" in fields:
        assert "part,good,country,stock_days" in answer.text.partition("<textarea")[2]


def test_parts_that_wait_and_answers_are_there_after_a_stop(tmp_path):
    asked = Asked(name="a.csv", data=CSV.encode(), party="DEU", standoff=STANDOFF)
    bench = Bench(Settings())
    desk = Desk(shelf=Shelf(tmp_path))
    desk.submit("another", Held())
    job = Jobs(desk, bench).firm(asked)
    stopped(desk)
    desk = Desk(shelf=Shelf(tmp_path))
    desk.restore(Jobs(desk, bench).work)
    wanted = desk_work(asked, seed=0)(lambda *_: None)
    assert wait(desk, job, State.DONE).pages == wanted
    stopped(desk)
    desk = Desk(shelf=Shelf(tmp_path))
    desk.restore(lambda _again: pytest.fail("it was finished"))
    assert desk.get(job).pages == wanted
    stopped(desk)


@pytest.fixture
def here():
    uvicorn = pytest.importorskip("uvicorn")
    bound = listen("127.0.0.1", 0)
    app = create_app(Settings())
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    bound.close()


def test_in_a_browser_by_keyboard_and_with_axe(here, tmp_path):
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    from axe_playwright_python.sync_playwright import Axe

    file = tmp_path / "cut.toml"
    file.write_text(STANDOFF, encoding="utf-8")

    def sound(page, width):
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width, scheme in ((1280, "light"), (390, "dark")):
            page = opened.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.goto(f"{here}/desk")
            page.locator("summary").first.press("Enter")
            sound(page, width)
            page.set_input_files("#standoff", file)
            page.locator("#parts").focus()
            page.keyboard.insert_text(CSV)
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            page.keyboard.type("DEU")
            page.keyboard.press("Enter")
            page.wait_for_url("**/desks/*")
            assert "gallium" in page.locator("table").nth(1).inner_text()
            sound(page, width)
            page.close()
        opened.close()
