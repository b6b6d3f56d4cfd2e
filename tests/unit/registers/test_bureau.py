"""bureau.toml: every key optional, every mistake told."""

import pytest

from sampler.failure import FindingsError
from sampler.registers.bureau import Bureau, parse_bureau


def test_without_anything_every_key_has_a_default():
    assert parse_bureau(b"") == Bureau()
    assert Bureau().publication.expiry_years == 5


def test_groups_lists_and_departments_are_typed():
    bureau = parse_bureau(
        'name = "某局"\ndemo = true\nsections = ["一队", "二队"]\ndepartments = ["市监", {name = "水利", contact = "x"}]\n'
        '[contact]\nphone = "1"\n[publication]\nexpiry_years = 3\n[other]\nx = 1\n'.encode()
    )
    assert bureau.sections == ("一队", "二队")
    assert [department.name for department in bureau.departments] == ["市监", "水利"]
    assert bureau.contact.phone == "1"
    assert bureau.publication.expiry_years == 3
    assert bureau.raw["other"] == {"x": 1}


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ('demo = "yes"', "demo"),
        ("name = 5", "name"),
        ("sections = [1]", "sections"),
        ('contact = "x"', "contact"),
        ("departments = 3", "departments"),
        ("[publication]\nexpiry_years = '5'", "publication.expiry_years"),
        ("[contact]\nphne = '1'", "contact.phne"),
        ("name = ", ""),
    ],
)
def test_each_mistake_names_its_key(text, column):
    with pytest.raises(FindingsError) as caught:
        parse_bureau(text.encode())
    assert [finding.column for finding in caught.value.findings] == [column]
