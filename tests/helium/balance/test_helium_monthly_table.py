"""Reading monthly tables: what spreadsheets write is understood, what is wrong is said with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyokutei.errors import DataFileError, Problem
from kyokutei.helium.balance.formats.columns import Heading, read_heading
from kyokutei.helium.balance.formats.monthly_table import read_monthly_table
from kyokutei.helium.balance.formats.printed_number import CellError, read_number
from kyokutei.helium.balance.table import Conversion, in_one_unit, require_something_available, with_total

HEAD = "building,recovered_m3,supplied_m3,stock_start_m3,stock_end_m3\n"
GOOD = HEAD + "Main,80,100,20,20\nAnnex,45,50,0,0\n"
Write = Callable[..., Path]


def _problems(path: Path, **arguments: object) -> list[Problem]:
    with pytest.raises(DataFileError) as caught:
        read_monthly_table(path, **arguments)
    return list(caught.value.problems)


def test_a_plain_table_is_read(write: Write) -> None:
    table = read_monthly_table(write(GOOD))
    assert table.names == ("Main", "Annex")
    assert table.total is None
    assert table.unit == "m3"
    assert table["supplied"].values.tolist() == [100.0, 50.0]
    assert table["supplied"].half_step.tolist() == [0.5, 0.5]
    assert table.lines == (2, 3)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_make_no_difference(write: Write, end: str, mark: str) -> None:
    table = read_monthly_table(write((mark + "# a comment\n\n" + GOOD).replace("\n", end).encode()))
    assert table.names == ("Main", "Annex")
    assert table.lines == (4, 5)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_separate_cells_too(write: Write, delimiter: str) -> None:
    assert read_monthly_table(write(GOOD.replace(",", delimiter))).names == ("Main", "Annex")


def test_separators_left_at_the_end_of_a_line_are_passed_over(write: Write) -> None:
    table = read_monthly_table(write(GOOD.replace("20,20\n", "20,20,,\n") + ",,,,\n"))
    assert table.names == ("Main", "Annex")


def test_the_headings_of_a_japanese_centre_are_understood(write: Write) -> None:
    text = (
        "場所,回収量(㎥),供給量（ｍ３）,月始在庫[m3],月終在庫 / m³,損失量(m3),回収率(％)\n"
        "全体,80,100,20,20,20,80.0\n本館,80,100,20,20,20,80.0\n"
    )
    table = read_monthly_table(write(text))
    assert table.names == ("全体", "本館")
    assert table.total == 0
    assert table["printed_recovery"].unit == "%"
    assert table.labels == ("row 1", "row 2")


@pytest.mark.parametrize("encoding", ["cp932", "shift_jis", "euc_jp"])
def test_a_japanese_encoding_is_read_when_it_is_named(write: Write, encoding: str) -> None:
    path = write(GOOD.replace("Main", "本館").encode(encoding))
    assert read_monthly_table(path, encoding=encoding).names == ("本館", "Annex")


def test_bytes_that_are_not_the_encoding_are_answered_with_one_that_fits(write: Write) -> None:
    (problem,) = _problems(write(GOOD.replace("Annex", "別館").encode("cp932")))
    assert (problem.code, problem.line) == ("K202", 3)
    assert "byte 0x95 at position 1" in problem.found
    assert 'encoding = "cp932"' in problem.hint


def test_bytes_of_no_encoding_are_refused(write: Write) -> None:
    (problem,) = _problems(write(GOOD.encode() + b"\xff\xff\x80,1,2,3,4\n"))
    assert (problem.code, problem.line, problem.hint) == ("K202", 4, "Save the file as UTF-8.")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (GOOD.encode() + b"\x00", "zero byte"),
    ],
)
def test_files_that_are_not_text_are_named(write: Write, content: bytes, found: str) -> None:
    (problem,) = _problems(write(content))
    assert problem.code == "K202"
    assert found in problem.found


def test_a_folder_in_place_of_a_table_is_refused(tmp_path: Path) -> None:
    assert [problem.code for problem in _problems(tmp_path)] == ["K201"]


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", HEAD])
def test_a_table_without_rows_is_empty(write: Write, content: str) -> None:
    assert [problem.code for problem in _problems(write(content))] == ["K205"]


def test_all_that_is_wrong_is_said_at_once_with_its_line(write: Write) -> None:
    text = (
        "building,recovered_m3,suplied_m3,stock_start_m3,printed_loss_degC\n"
        "Main,80,100,20,1\n"
        "main,NaN,100,-20,text\n"
        ",12,13,,1\n"
        "Annex,1,234.5,100,20,1\n"
    )
    problems = _problems(write(text))
    seen = [(problem.line, problem.code, problem.key) for problem in problems]
    assert seen == [
        (1, "K203", "supplied"),
        (1, "K203", "printed_loss"),
        (1, "K203", "stock_end"),
        (3, "K204", "recovered"),
        (3, "K204", "stock_start"),
        (3, "K204", "building"),
        (4, "K204", "stock_start"),
        (4, "K204", "building"),
        (5, "K203", ""),
    ]
    assert problems[0].hint == 'Did you mean "supplied_m3"?'
    assert "degC" in problems[1].found
    assert "thousands separators must stand in quotes" in problems[-1].hint
    assert "again (first in line 2)" in problems[5].found


def test_a_column_that_is_not_there_is_named_with_those_that_are(write: Write) -> None:
    (problem,) = _problems(write("building,recovered_m3\nMain,1\n"))
    assert problem.found == 'no column supplied; the headings are "building", "recovered_m3"'


def test_two_columns_for_one_meaning_are_refused(write: Write) -> None:
    (problem,) = _problems(write("building,recovered_m3,returned_m3,supplied_m3\nMain,1,1,2\n"))
    assert problem.found == 'two columns for recovered: "recovered_m3" and "returned_m3"'


def test_one_stock_without_the_other_is_refused(write: Write) -> None:
    (problem,) = _problems(write("building,recovered_m3,supplied_m3,stock_start_m3\nMain,1,2,3\n"))
    assert problem.key == "stock_end"


def test_a_table_without_stocks_takes_them_as_unchanged(write: Write) -> None:
    table = read_monthly_table(write("building,recovered_m3,supplied_m3\nMain,1,2\n"))
    assert not table.has_stock
    assert table["stock_start"].values.tolist() == [0.0]


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ('"5605,6"', "decimal point"),
        ("12 m3", "heading"),
        ("#DIV/0!", "Not a number"),
        ("inf", "Not a number"),
        ("1e999", ""),
        ("-", ""),
        ("-3", ""),
        ("▲3", ""),
    ],
)
def test_cells_that_hold_no_amount_are_refused(write: Write, cell: str, hint: str) -> None:
    (problem,) = _problems(write(GOOD.replace("80", cell, 1)))
    assert (problem.code, problem.line, problem.key) == ("K204", 2, "recovered")
    assert hint in problem.hint


def test_a_broken_quote_is_named_with_its_line(write: Write) -> None:
    assert [(p.code, p.line) for p in _problems(write(GOOD + '"Third,1,2,3,4\n'))] == [("K203", 4)]


def test_a_printed_number_may_be_missing_or_a_fraction(write: Write) -> None:
    text = "lab,recovered (m3),supplied (m3),loss (m3),recovery rate (1)\nA,8,10,-,0.80\nB,11,10,▲1,1.10\n"
    table = read_monthly_table(write(text))
    assert np.isnan(table["printed_loss"].values[0])
    assert table["printed_loss"].values[1] == -1.0
    np.testing.assert_allclose(table["printed_recovery"].values, [80.0, 110.0])
    np.testing.assert_allclose(table["printed_recovery"].half_step, 0.5)


def test_the_total_is_found_by_its_name_or_as_the_study_says(write: Write) -> None:
    path = write(GOOD + "Campus,125,150,20,20\n")
    assert read_monthly_table(path).total is None
    assert read_monthly_table(path, total="campus ").total == 2
    (problem,) = _problems(path, total="Kampus")
    assert (problem.code, problem.hint) == ("K203", 'Did you mean "Campus"?')


def test_two_totals_are_one_too_many(write: Write) -> None:
    (problem,) = _problems(write(GOOD + "Total,1,2,3,4\n合計,1,2,3,4\n"))
    assert (problem.code, problem.line) == ("K203", 5)


def test_columns_in_different_units_need_the_state_of_the_gas(write: Write) -> None:
    path = write("building,recovered_m3,supplied_L,stock_start_kg,stock_end_kg\nMain,70,100,1,1\n")
    table = read_monthly_table(path)
    with pytest.raises(DataFileError, match=r"gas_m3_per_litre and gas_kg_per_m3") as caught:
        in_one_unit(table, Conversion())
    assert caught.value.problems[0].code == "K203"
    gas = in_one_unit(table, Conversion(gas_m3_per_litre=0.75, gas_kg_per_m3=0.166))
    assert gas.unit == "m3"
    assert gas["supplied"].values.tolist() == [75.0]
    assert gas["supplied"].half_step.tolist() == [0.375]
    assert gas["stock_end"].values[0] == pytest.approx(1 / 0.166)


def test_a_row_in_which_nothing_was_available_is_refused(write: Write) -> None:
    table = read_monthly_table(write(HEAD + "Main,80,100,20,20\nIdle,0,0,5,5\n"))
    with pytest.raises(DataFileError) as caught:
        require_something_available(table, file="table.csv")
    assert [(p.code, p.line, p.key) for p in caught.value.problems] == [("K204", 3, "Idle")]


def test_rows_without_a_printed_total_are_summed(write: Write) -> None:
    table = with_total(read_monthly_table(write(GOOD)))
    assert table.total == 2
    assert not table.is_total_printed
    assert table["supplied"].values.tolist() == [100.0, 50.0, 150.0]


@pytest.mark.parametrize(
    ("cell", "heading"),
    [
        ("recovered_m3", Heading("recovered", "m3")),
        ("Stock end (L)", Heading("stock_end", "L")),
        ("Supplied / m³", Heading("supplied", "m3")),
        ("opening stock [kg]", Heading("stock_start", "kg")),
        ("Recovery rate (%)", Heading("printed_recovery", "%")),
        ("損失量［㎥］", Heading("printed_loss", "m3")),
        ("Laboratory", Heading("building", "")),
    ],
)
def test_headings_are_flexible(cell: str, heading: Heading) -> None:
    assert read_heading(cell) == heading


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("recovered", "no unit"),
        ("recovered_degC", "unit degC"),
        ("supplied (Nm3)", "unit Nm3"),
        ("recovery_m3", "unit m3"),
        ("stok_start_m3", 'Did you mean "stock_start_m3"?'),
        ("回収量減", 'Did you mean "回収量(m3)"?'),
        ("temperature", "the unknown column"),
        ("", "a column without a heading"),
    ],
)
def test_headings_that_are_not_understood_say_what_was_meant(cell: str, words: str) -> None:
    problem = read_heading(cell)
    assert isinstance(problem, Problem)
    assert problem.code == "K203"
    assert words in str(problem)


@given(st.decimals(0, 10**7, places=3), st.booleans())
def test_a_printed_number_knows_its_last_digit(number: object, grouped: bool) -> None:
    read = read_number(f"{number:,}" if grouped else f"{number}")
    assert read is not None
    assert read.value == float(f"{number}")
    assert read.half_step == pytest.approx(0.0005)


@pytest.mark.parametrize(
    ("cell", "value", "half_step"),
    [
        ("11146.0", 11146.0, 0.05),
        ("11,146.0", 11146.0, 0.05),
        ("11\u202f146", 11146.0, 0.5),
        ("１１１４６．０", 11146.0, 0.05),
        ("1.2e3", 1200.0, 50.0),
        (".5", 0.5, 0.05),
        ("−4.25", -4.25, 0.005),
    ],
)
def test_numbers_are_read_as_people_print_them(cell: str, value: float, half_step: float) -> None:
    read = read_number(cell)
    assert read is not None
    assert (read.value, read.half_step) == (value, pytest.approx(half_step))


@pytest.mark.parametrize("cell", ["1,23", "1.2.3", "12,3456", "abc", "0x10", "1_000", "--5", "1e99999"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(CellError):
        read_number(cell)
