"""What statsforecast says of some histories; ``make reference`` asks it and writes it down.

It brings more than half a gigabyte along, so the tests compare with what it said: the version that
was asked stands in the file and must be the one that ``constraints.txt`` pins.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

ANSWERS = Path(__file__).with_name("statsforecast.json")
HORIZON = 3

HISTORIES = {
    "steady": [20.0, 22, 19, 21, 20, 18, 23, 20, 19, 21, 22, 20],
    "rising": [5.0, 8, 9, 13, 15, 16, 20, 22, 27, 28, 31, 36],
    "intermittent": [0.0, 0, 3, 0, 5, 0, 0, 2, 4, 0, 0, 0, 7, 0, 0, 1],
    "begins with a sale": [6.0, 0, 0, 0, 0, 2, 0, 0, 0, 9],
    "lumpy": [120.0, 0, 0, 4, 0, 260, 3, 0, 0, 0, 88, 0, 1, 0],
    "one sale": [0.0, 0, 0, 0, 12, 0, 0, 0],
    "fractions": [0.25, 1.5, 0.125, 2.75, 0.5, 0.0, 1.0],
}
"""Sales of a period, oldest first."""


def main() -> int:
    """Ask statsforecast and write the file anew."""
    from statsforecast.models import (
        CrostonClassic,
        CrostonSBA,
        SimpleExponentialSmoothing,
        WindowAverage,
    )

    models = {
        "Smoothing(0.1)": SimpleExponentialSmoothing(0.1),
        "Smoothing(0.3)": SimpleExponentialSmoothing(0.3),
        "Smoothing(0.7)": SimpleExponentialSmoothing(0.7),
        "Croston(0.1)": CrostonClassic(),
        "Croston(0.1, corrected=True)": CrostonSBA(),
        "MovingAverage(3)": WindowAverage(3),
        "MovingAverage(6)": WindowAverage(6),
    }
    answers = [
        {"history": history, "method": method, "ahead": _ahead(model, HISTORIES[history])}
        for history in HISTORIES
        for method, model in models.items()
    ]
    said = {"statsforecast": version("statsforecast"), "answers": answers}
    ANSWERS.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    print(f"written: {ANSWERS}")  # noqa: T201 - a command for developers
    return 0


def _ahead(model: object, history: list[float]) -> list[list[float]]:
    """Its forecasts after the first seven, eight … and all of the periods."""
    found = []
    for end in range(7, len(history) + 1):
        said = model.forecast(y=np.array(history[:end]), h=HORIZON)  # type: ignore[attr-defined]
        found.append([round(float(value), 9) for value in said["mean"]])
    return found


if __name__ == "__main__":
    sys.exit(main())
