"""Invented codes carry right check characters and regions that cannot exist."""

from stdnum.cn import uscc

from sampler.demo.chance import Chance
from sampler.demo.codes import credit_code, identity_number, landline, mobile, with_identity_check
from sampler.demo.firms import firms
from sampler.demo.place import load_place

CHANCE = Chance("test")


def test_credit_codes_pass_an_outside_check():
    """An outside library accepts every code it knows how to check."""
    for kind in ("企业", "个体工商户", "事业单位"):
        for number in range(50):
            assert uscc.is_valid(credit_code(CHANCE, kind, "999901", number))


def test_every_code_of_both_places_is_of_an_impossible_region():
    """No code can belong to a real firm."""
    for key, region in (("county", "999901"), ("zone", "999902")):
        for firm in firms(load_place(key)):
            assert region in firm.row["code"]


def test_identity_numbers_have_the_check_digit_of_the_standard():
    """Two numbers are the standard's own examples; invented ones are of a region that does not exist."""
    assert with_identity_check("11010519491231002") == "11010519491231002X"
    assert with_identity_check("44052418800101001") == "440524188001010014"
    for number in range(50):
        text = identity_number(CHANCE, "999901", number)
        assert text == with_identity_check(text[:-1])
        assert text.startswith("999901")


def test_phones_belong_to_nobody():
    """The mobile prefix and the area code were never given out."""
    assert mobile(CHANCE, 1).startswith("1540000")
    assert len(mobile(CHANCE, 1)) == 11
    assert landline("0399", CHANCE, 1).startswith("0399-555")
