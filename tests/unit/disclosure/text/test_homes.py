"""Homes told in words."""

import pytest

from sampler.disclosure.text import TextGate

GATE = TextGate()


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("实际经营者住大石桥村四队井台边，无手机。", "四队井台边"),
        ("家在唐家寨村老学校对过。", "老学校对过"),
        ("他愿作证，住址滨河花园8#-1-601。", "滨河花园8#-1-601"),
        ("他住在安平南大街19号院平房，多次来电。", "安平南大街19号院平房"),
    ],
)
def test_a_home_goes_below_the_village_up_to_its_last_landmark(text: str, home: str) -> None:
    found = [text[one.start : one.end] for one in GATE.mask(text).spans if one.type == "ADDRESS"]
    assert found == [home]


def test_a_village_alone_and_a_serial_number_stay() -> None:
    for text in ("他住在大石桥村。", "校准日期2024-01-22，证书RQ24-01-3377。"):
        assert not GATE.mask(text).spans
