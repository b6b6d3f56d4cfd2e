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
    assert verify.verify(files, drand=drand.is_signed).exit_code == 0
    report = verify.verify(files, drand=lambda *_: False)
    assert [check.code for check in report.failed] == ["beacons"]
    unsure = next(check for check in verify.verify(files).checks if check.code == "beacons")
    assert "BLS" in unsure.detail
