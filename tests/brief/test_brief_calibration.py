"""The picture of forecasts beside what happened."""

import re
import xml.etree.ElementTree as ET

from detente.brief.charts import calibration_picture
from detente.deal import Score


def score(told: tuple[float, ...], came: tuple[bool, ...]) -> Score:
    return Score(
        outcome="core", months=12.0, cases=len(told), stood=sum(came) / len(came), brier=0.2,
        base_brier=0.2, log=0.5, base_log=0.5, forecasts=told, happened=came,
    )  # fmt: skip


def test_every_bin_is_a_mark_where_its_forecast_and_its_outcome_meet() -> None:
    one = score((0.2, 0.2, 0.9, 0.9), (False, False, True, False))
    drawn = calibration_picture([one], ["stands <after> a year"])
    root = ET.fromstring(drawn)
    titles = [node.text for node in root.iter("{http://www.w3.org/2000/svg}title")]
    assert "stands <after> a year: forecast 20%, happened 0% of 2" in titles
    assert "stands <after> a year: forecast 90%, happened 50% of 2" in titles
    marks = re.findall(r'<path d="M([\d.]+) ([\d.]+) a', drawn)
    assert len(marks) == 3  # two bins and the key
    left, right = (float(x) + 5 for x, _ in marks[:2])
    low, high = (float(y) for _, y in marks[:2])
    assert right - left == 0.7 * 300
    assert low - high == 0.5 * 300  # up is more often


def test_an_interval_is_wider_for_fewer_cases() -> None:
    few = calibration_picture([score((0.9, 0.9), (True, False))], ["x"])
    many = calibration_picture([score((0.9,) * 40, (True, False) * 20)], ["x"])

    def height(text: str) -> float:
        low, high = re.findall(r'y1="([\d.]+)" y2="([\d.]+)" stroke="#1f6f8b"', text)[0]
        return abs(float(low) - float(high))

    assert height(few) > 2 * height(many)
