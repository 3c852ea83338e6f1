"""Whether a table agrees with itself: the published disagreement, and tables made to agree or not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.helium.balance.account import draw_up
from kyokutei.helium.balance.consistency import closures, compare_losses, compare_rates, moves
from kyokutei.helium.balance.table import HELIUM_ENTRIES, Entries, MonthlyTable


def _table(rows: np.ndarray, decimals: int = 1, **changes: tuple[int, float]) -> MonthlyTable:
    """Rows of true (recovered, supplied, start, end), printed to some decimals with their total as the first row."""
    true = np.vstack([rows.sum(axis=0), rows])
    lost = true[:, 1] + true[:, 2] - true[:, 3] - true[:, 0]
    rate = 100 * true[:, 0] / (lost + true[:, 0])
    columns = dict(zip(HELIUM_ENTRIES, true.T, strict=True)) | {"printed_loss": lost, "printed_recovery": rate}
    printed = {name: np.round(values, decimals) for name, values in columns.items()}
    for name, (row, amount) in changes.items():
        printed[name][row] += amount
    step = np.full(len(true), 0.5 * 10.0**-decimals)
    units = {name: "%" if name == "printed_recovery" else "m3" for name in printed}
    names = tuple(f"building {row}" for row in range(len(true)))
    return MonthlyTable(
        names=names, labels=names, lines=tuple(range(2, 2 + len(true))), total=0,
        columns={name: Entries(values, step, units[name]) for name, values in printed.items()},
    )  # fmt: skip


def _months(largest: float = 5000.0) -> st.SearchStrategy[np.ndarray]:
    row = st.tuples(st.floats(0.0, 1.0), st.floats(10.0, largest), st.floats(0.0, largest), st.floats(0.0, 1.0))
    return st.lists(row, min_size=2, max_size=6).map(_physical)


def _physical(rows: list[tuple[float, float, float, float]]) -> np.ndarray:
    kept, supplied, start, left = np.array(rows).T
    return np.column_stack([kept * (supplied + start * (1 - left)), supplied, start, left * start])


def test_two_printed_losses_of_issp_disagree_and_the_total_closes(issp: MonthlyTable) -> None:
    # science note: computed 1499.6, 1075.8, 52.7 against printed 1302.0, 1273.3, 52.8; the sums agree
    losses = compare_losses(issp)
    np.testing.assert_allclose(losses.difference, [0.0, -197.6, 197.5, 0.1], atol=1e-9)
    np.testing.assert_allclose(losses.allowance, 0.25)
    assert losses.disagrees.tolist() == [False, True, True, False]
    assert all(closure.closes for closure in closures(issp))
    assert [closure.column for closure in closures(issp)] == [*HELIUM_ENTRIES, "printed_loss"]
    assert not compare_rates(issp).disagrees.any()


def test_the_disagreement_of_issp_is_one_amount_printed_in_the_wrong_row(issp: MonthlyTable) -> None:
    (move,) = moves(compare_losses(issp), issp.buildings)
    assert (issp.names[move.origin], issp.labels[move.target]) == ("Main building", "low-temperature")
    assert move.amount == pytest.approx(197.6)


def test_the_disagreement_of_issp_turns_the_order_of_two_buildings(issp: MonthlyTable) -> None:
    account = draw_up(issp)
    main, low = account.rates_by_printed_loss(1), account.rates_by_printed_loss(2)
    assert main == pytest.approx((100 * 5605.6 / 6907.6, 100 * (1 - 1302.0 / 7105.2)))
    assert low == pytest.approx((100 * 5007.6 / 6280.9, 100 * (1 - 1273.3 / 6083.4)))
    assert account.rate[1] < account.rate[2]
    assert min(main or (0,)) > max(low or (100,))


@given(_months(), st.integers(0, 3))
def test_rounding_alone_is_never_called_a_disagreement(rows: np.ndarray, decimals: int) -> None:
    table = _table(rows, decimals)
    assert not compare_losses(table).disagrees.any()
    assert all(closure.closes for closure in closures(table))
    whole = table["supplied"].values + table["stock_start"].values - table["stock_end"].values
    if (whole > 0).all():
        assert not compare_rates(table).disagrees.any()


@given(_months(), st.floats(1.0, 500.0))
def test_an_amount_printed_in_another_row_is_found(rows: np.ndarray, amount: float) -> None:
    table = _table(rows)
    shift = np.zeros(len(table))
    shift[1], shift[2] = -round(amount, 1), round(amount, 1)
    printed = Entries(table["printed_loss"].values + shift, table["printed_loss"].half_step, "m3")
    table = MonthlyTable(table.names, table.labels, table.lines, 0, {**table.columns, "printed_loss": printed})
    losses = compare_losses(table)
    assert np.flatnonzero(losses.disagrees).tolist() == [1, 2]
    (move,) = moves(losses, table.buildings)
    assert (move.origin, move.target) == (1, 2)
    assert move.amount == pytest.approx(amount, abs=0.4)
    assert all(closure.closes for closure in closures(table))


def test_a_single_wrong_loss_has_no_partner_and_opens_the_total() -> None:
    rows = np.array([[80.0, 100.0, 20.0, 20.0], [90.0, 110.0, 0.0, 0.0]])
    table = _table(rows, printed_loss=(1, 5.0))
    losses = compare_losses(table)
    assert np.flatnonzero(losses.disagrees).tolist() == [1]
    assert moves(losses, table.buildings) == []
    assert [closure.column for closure in closures(table) if not closure.closes] == ["printed_loss"]


def test_a_misprinted_entry_shows_in_its_row_and_in_its_column() -> None:
    rows = np.array([[80.0, 100.0, 20.0, 20.0], [90.0, 110.0, 0.0, 0.0]])
    table = _table(rows, supplied=(2, 10.0))
    assert np.flatnonzero(compare_losses(table).disagrees).tolist() == [2]
    assert np.flatnonzero(compare_rates(table).disagrees).tolist() == [2]
    assert [closure.column for closure in closures(table) if not closure.closes] == ["supplied"]


def test_every_row_takes_part_in_one_move_at_most() -> None:
    rows = np.tile([80.0, 100.0, 20.0, 20.0], (4, 1))
    table = _table(rows)
    shift = np.array([0.0, -10.0, 10.0, 30.0, -30.0])
    printed = Entries(table["printed_loss"].values + shift, table["printed_loss"].half_step, "m3")
    table = MonthlyTable(table.names, table.labels, table.lines, 0, {**table.columns, "printed_loss": printed})
    found = {
        (move.origin, move.target, round(move.amount, 1)) for move in moves(compare_losses(table), table.buildings)
    }
    assert found == {(1, 2, 10.0), (4, 3, 30.0)}
