"""The small methods say what statsforecast says."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jxc_xl.planning.methods import Croston, Method, MovingAverage, Smoothing
from tests.planning.reference import ANSWERS, HISTORIES, HORIZON

CONSTRAINTS = Path(__file__).resolve().parents[2] / "constraints.txt"
SAID: dict[str, Any] = json.loads(ANSWERS.read_text(encoding="utf-8"))
METHODS: dict[str, Method] = {
    "Smoothing(0.1)": Smoothing(0.1),
    "Smoothing(0.3)": Smoothing(0.3),
    "Smoothing(0.7)": Smoothing(0.7),
    "Croston(0.1)": Croston(0.1),
    "Croston(0.1, corrected=True)": Croston(0.1, corrected=True),
    "MovingAverage(3)": MovingAverage(3),
    "MovingAverage(6)": MovingAverage(6),
}


def test_the_version_that_was_asked_is_the_pinned_one() -> None:
    """Whoever pins another one asks it: ``make reference``."""
    pin = f"statsforecast=={SAID['statsforecast']}"
    assert pin in CONSTRAINTS.read_text(encoding="utf-8").splitlines()


def test_every_method_was_asked_about_every_history() -> None:
    """Nothing of the comparison got lost."""
    asked = {(answer["history"], answer["method"]) for answer in SAID["answers"]}
    assert asked == {(history, method) for history in HISTORIES for method in METHODS}


@pytest.mark.parametrize("method", METHODS)
def test_forecasts_are_those_of_statsforecast(method: str) -> None:
    """From every origin of every history, every period ahead."""
    for answer in SAID["answers"]:
        if answer["method"] == method:
            values = np.array([HISTORIES[answer["history"]]])
            known = np.ones(values.shape, dtype=np.bool_)
            found = METHODS[method].ahead(values, known, 7, HORIZON)[0]
            assert found == pytest.approx(np.array(answer["ahead"]), abs=1e-6), answer["history"]
