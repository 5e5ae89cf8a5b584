"""A forecast of every item with the choice of its method, against one good method for all."""

import numpy as np
import pandas as pd

from jxc_xl.planning.demand import Estimates
from jxc_xl.planning.forecast import forecast
from tests.bench.measure import Figure, stopwatch

_ITEMS, _MONTHS, _AHEAD, _TIMES = 1_000, 24, 6, 5


def months_ahead() -> Figure:
    """1,000 items × 24 months, six ahead; what comes then is known and the errors are compared."""
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS

    trade = _trade(_MONTHS + _AHEAD)
    history, future = trade[:, :_MONTHS], trade[:, _MONTHS:]
    table = pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(_ITEMS), _MONTHS),
            "ds": np.tile(pd.date_range("2024-01-01", periods=_MONTHS, freq="MS"), _ITEMS),
            "y": history.ravel(),
        }
    )
    reference = StatsForecast(models=[AutoETS(season_length=12)], freq="MS", n_jobs=1)
    reference.forecast(df=table[: 2 * _MONTHS], h=_AHEAD)  # compiles what it needs
    answers: list[pd.DataFrame] = []
    base = stopwatch(lambda: answers.append(reference.forecast(df=table, h=_AHEAD)))
    expected = answers[0]["AutoETS"].to_numpy().reshape(_ITEMS, _AHEAD)
    times = [stopwatch(lambda: forecast(history, 12, _AHEAD)) for _ in range(_TIMES)]
    ours = forecast(history, 12, _AHEAD).ahead
    scale = np.abs(np.diff(history, axis=1)).mean(axis=1)
    return Figure(
        f"forecast of {_ITEMS:,} items × {_MONTHS} months, method chosen by backtest",
        "statsforecast's AutoETS",
        float(np.median(times)),
        base,
        limit=1 / 50,
        note=f"median of {_TIMES} against one run; MASE of the next {_AHEAD} months"
        f" {_mase(ours, future, scale):.2f} against {_mase(expected, future, scale):.2f}",
    )


def _trade(months: int) -> Estimates:
    """Steady, seasonal, rising and intermittent items, a quarter each; the same in each run."""
    random = np.random.default_rng(20261122)
    level = random.lognormal(3.5, 1.0, _ITEMS)[:, None]
    at = np.arange(months)
    kind = (np.arange(_ITEMS) % 4)[:, None]
    phase = random.uniform(0, 12, _ITEMS)[:, None]
    season = np.where(kind == 1, 1 + 0.6 * np.sin((at + phase) * 2 * np.pi / 12), 1.0)
    trend = np.where(kind == 2, 1 + 0.03 * at, 1.0)
    sold = random.poisson(level * season * trend * random.gamma(20, 1 / 20, (_ITEMS, months)))
    wanted = np.where(kind == 3, random.random((_ITEMS, months)) < 0.3, True)
    return (sold * wanted).astype(np.float64)


def _mase(expected: Estimates, came: Estimates, scale: Estimates) -> float:
    """Mean absolute scaled error over the items that ever changed."""
    missed = np.abs(expected - came).mean(axis=1)
    return float((missed[scale > 0] / scale[scale > 0]).mean())
