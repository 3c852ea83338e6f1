"""Recovery rates and losses: hand-made limits, properties, and the published table of ISSP."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import OutOfRangeError
from kyokutei.helium import balance
from kyokutei.helium.balance.table import MonthlyTable

amounts = st.floats(0.0, 1e6)
positive = st.floats(1.0, 1e6)


def test_all_that_was_available_can_come_back() -> None:
    assert balance.recovery_rate(130.0, 100.0, stock_start=50.0, stock_end=20.0) == 1.0
    assert balance.loss(130.0, 100.0, stock_start=50.0, stock_end=20.0) == 0.0


def test_nothing_recovered_is_a_rate_of_zero() -> None:
    assert balance.recovery_rate(0.0, 100.0) == 0.0
    assert balance.loss(0.0, 100.0) == 100.0


def test_stock_that_grew_was_not_available() -> None:
    assert balance.recovery_rate(45.0, 100.0, stock_start=10.0, stock_end=60.0) == 0.9


def test_more_than_all_may_come_back_and_is_shown() -> None:
    assert balance.recovery_rate(110.0, 100.0) == pytest.approx(1.1)


def test_a_float_gives_a_float_and_an_array_an_array_of_its_shape() -> None:
    assert type(balance.recovery_rate(1.0, 2.0)) is float
    rates = balance.recovery_rate(np.ones((2, 3)), 2.0, stock_start=np.zeros((2, 3)))
    assert rates.shape == (2, 3)
    assert rates.dtype == np.float64
    assert balance.recovery_rate([1, 2], [2, 4]).tolist() == [0.5, 0.5]


def test_issp_recovery_of_december_2002_as_published(issp: MonthlyTable) -> None:
    # ISSP cryogenic section, recovery rates per building 2002: 80.9, 78.9, 82.3, 91.0 %, printed to 0.1 %
    rates = balance.recovery_rate(
        [11146.0, 5605.6, 5007.6, 532.8],
        [13122.3, 7020.2, 5393.2, 708.9],
        stock_start=[4079.1, 2265.3, 1499.0, 314.8],
        stock_end=[3427.3, 2180.3, 808.8, 438.2],
    )
    np.testing.assert_allclose(100 * rates, [80.9, 78.9, 82.3, 91.0], atol=0.05)
    lost = balance.loss(issp["recovered"].values, issp["supplied"].values, **_stocks(issp))
    np.testing.assert_allclose(lost, [2628.1, 1499.6, 1075.8, 52.7], atol=1e-9)


def _stocks(table: MonthlyTable) -> dict[str, np.ndarray]:
    return {name: table[name].values for name in ("stock_start", "stock_end")}


@given(amounts, positive, amounts, st.floats(0.0, 1.0), st.floats(1e-3, 1e3))
def test_the_rate_does_not_depend_on_the_unit(
    recovered: float, supplied: float, start: float, left: float, factor: float
) -> None:
    end = left * start
    rate = balance.recovery_rate(recovered, supplied, stock_start=start, stock_end=end)
    scaled = balance.recovery_rate(
        factor * recovered, factor * supplied, stock_start=factor * start, stock_end=factor * end
    )
    assert scaled == pytest.approx(rate, rel=1e-9)


@given(amounts, positive, amounts, st.floats(0.0, 1.0))
def test_what_was_recovered_and_what_was_lost_is_what_was_available(
    recovered: float, supplied: float, start: float, left: float
) -> None:
    stocks = {"stock_start": start, "stock_end": left * start}
    whole = balance.available(supplied, **stocks)
    assert recovered + balance.loss(recovered, supplied, **stocks) == pytest.approx(whole, abs=1e-6)
    assert balance.recovery_rate(recovered, supplied, **stocks) * whole == pytest.approx(recovered, abs=1e-6)


@given(st.lists(st.tuples(amounts, positive), min_size=2, max_size=6))
def test_the_rate_of_the_whole_lies_between_those_of_its_buildings(rows: list[tuple[float, float]]) -> None:
    recovered, supplied = np.array(rows).T
    rates = balance.recovery_rate(recovered, supplied)
    whole = balance.recovery_rate(float(recovered.sum()), float(supplied.sum()))
    assert rates.min() * (1 - 1e-9) <= whole <= rates.max() * (1 + 1e-9)


@given(positive, amounts, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_both_definitions_agree_when_every_meter_is_right(
    supplied: float, start: float, left: float, kept: float
) -> None:
    # a site that is one laboratory: what it loses is what its inventory lacks after the recovered gas came back
    stocks = {"stock_start": start, "stock_end": left * start}
    recovered = kept * balance.available(supplied, **stocks)
    lost = balance.inventory_loss(supplied + stocks["stock_start"], stocks["stock_end"] + recovered, purchased=0.0)
    by_inventory = balance.recovery_rate_from_loss(lost, supplied, **stocks)
    assert by_inventory == pytest.approx(balance.recovery_rate(recovered, supplied, **stocks), abs=1e-6)


def test_helium_bought_and_handed_on_belongs_to_the_inventory() -> None:
    assert balance.inventory_loss(1000.0, 900.0, purchased=250.0, handed_on=50.0) == 300.0


def test_a_negative_loss_is_a_rate_above_one() -> None:
    assert balance.recovery_rate_from_loss(-10.0, 100.0) == pytest.approx(1.1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"recovered": float("nan"), "supplied": 1.0}, r"recovered = nan"),
        ({"recovered": [1.0, float("nan")], "supplied": 1.0}, r"recovered = nan  at index 1"),
        ({"recovered": 1.0, "supplied": -2.0}, r"supplied = -2"),
        ({"recovered": 1.0, "supplied": float("inf")}, r"supplied = inf"),
        ({"recovered": 1.0, "supplied": 1.0, "stock_end": -0.5}, r"stock_end = -0.5"),
        ({"recovered": 1.0, "supplied": 0.0}, r"supplied \+ stock_start - stock_end = 0"),
        ({"recovered": [1.0, 1.0], "supplied": [2.0, 1.0], "stock_end": [0.0, 3.0]}, r"= -2  at index 1"),
        ({"recovered": [1.0, 1.0], "supplied": [1.0, 1.0, 1.0]}, r"shapes that do not fit"),
    ],
)
def test_what_cannot_be_is_refused_with_its_value(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(OutOfRangeError, match=words) as caught:
        balance.recovery_rate(**arguments)
    assert isinstance(caught.value, ValueError)
    assert [problem.code for problem in caught.value.problems] == ["K303"]


def test_waking_the_room_wakes_nothing_heavy() -> None:
    script = (
        "import sys; from kyokutei.helium import balance; import kyokutei.helium.balance.study; "
        "print([name for name in ('scipy', 'numba', 'xarray', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
