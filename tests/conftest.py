"""What every test stands on: fresh translations, Chinese in force, reproducible random cases."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from hatch_build import compile_catalogues
from jxc_xl import i18n

pytest_plugins = ["tests.office"]

# The gate must say the same twice; `HYPOTHESIS_PROFILE=explore pytest …` looks for new cases.
settings.register_profile("gate", deadline=None, max_examples=100, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before the workers of a parallel run start."""
    if not hasattr(config, "workerinput"):
        compile_catalogues()


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in the language of the product and cannot leave another one behind."""
    i18n.set_language("zh")
    yield
    i18n.set_language("zh")
