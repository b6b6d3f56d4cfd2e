"""The sample record built into a site once per test run."""

from pathlib import Path

import pytest

from sampler.disclosure.public import write_public
from sampler.site.__main__ import build
from sampler.site.index import Index, index
from tests.unit.disclosure.sample_record import sample_record


@pytest.fixture(scope="session")
def public(tmp_path_factory) -> Path:
    """The folder of the sample record."""
    folder = tmp_path_factory.mktemp("record") / "public"
    write_public(sample_record(), folder)
    return folder


@pytest.fixture(scope="session")
def site(public, tmp_path_factory) -> Path:
    """The finished site of the sample record."""
    folder = tmp_path_factory.mktemp("site") / "site"
    build(public, folder)
    return folder


@pytest.fixture(scope="session")
def known() -> Index:
    """The sample record, indexed."""
    return index(sample_record())
