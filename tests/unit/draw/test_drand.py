"""A genuine quicknet round is accepted offline; nothing else is."""

import pytest

from sampler.draw import verify
from sampler.office import drand
from tests.unit.draw.conftest import case

SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"


def test_round_1000_of_quicknet_is_signed():
    assert drand.is_signed(1000, SIGNATURE)


@pytest.mark.parametrize(
    ("number", "signature"),
    [
        (1001, SIGNATURE),
        (1000, SIGNATURE[:-1] + "8"),
        (1000, "a" + SIGNATURE[1:]),
        (1000, "c0" + "0" * 94),
        (1000, "0" * 96),
        (1000, SIGNATURE[:-2]),
        (1000, "f" * 96),
    ],
)
def test_another_round_or_signature_is_refused(number, signature):
    assert not drand.is_signed(number, signature)


def test_verification_checks_the_signature_where_the_library_is_there():
    files = case("drand")
    report = verify.verify(files, drand=drand.is_signed)
    assert [check.verdict for check in report.checks if check.code == "drand"] == ["ok"]
    report = verify.verify(files, drand=lambda *_: False)
    assert [check.code for check in report.failed] == ["drand"]


def test_without_the_library_both_programs_say_what_they_could_not_check_and_why_it_matters(node):
    files = case("drand")
    report = verify.verify(files)
    unsure = next(check for check in report.checks if check.code == "drand")
    assert unsure.verdict == "unable"
    assert "BLS" in unsure.detail
    assert "drand 签名（2023Q3）：不能排除这一轮的数是编造的，不是 drand 公布的。" in report.as_text()
    (theirs,) = node.verify([files], [{"base": 0}])
    assert ["2023Q3", "drand", "unable"] in theirs["checks"]
    assert theirs["gaps"] == list(report.gaps)
