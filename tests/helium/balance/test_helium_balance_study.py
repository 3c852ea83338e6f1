"""The study kind ``helium.balance``, through its front door."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

import kyokutei
from kyokutei.errors import DataFileError, StudyFileError
from kyokutei.study.record import Record

Write = Callable[..., Path]
JAPANESE = (
    "場所,回収量(m3),供給量(L),月始在庫(L),月終在庫(L),回収率(%)\n"
    '本館,"1,000.5",1500,200,100,83.4\n低温棟,500,600,50.5,20,\n'
)


@pytest.fixture(scope="module")
def record(studies: Path, tmp_path_factory: pytest.TempPathFactory) -> Record:
    return kyokutei.run(studies / "helium-balance.toml", output=tmp_path_factory.mktemp("issp"))


def _study(tmp_path: Path, table: str | bytes, *lines: str) -> Path:
    (tmp_path / "table.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    study = tmp_path / "month.toml"
    study.write_text(
        "\n".join(['kind = "helium.balance"', 'title = "a month"', 'table = "table.csv"', *lines]), "utf-8"
    )
    return study


def test_the_published_rates_stand(record: Record) -> None:
    # ISSP December 2002: 80.9, 78.9, 82.3, 91.0 %, printed to 0.1 %
    published = {"all": 80.9, "main": 78.9, "low-temperature": 82.3, "spectroscopy": 91.0}
    for ending, rate in published.items():
        claim = record.claim(f"recovery_rate.{ending}")
        assert claim.stands
        assert claim.unit == "%"
        assert claim.value == pytest.approx(rate, abs=0.05)
        assert claim.interval is not None
        assert claim.interval[0] <= claim.value <= claim.interval[1]
        assert "rounding of the printed digits alone" in claim.statement


def test_the_losses_of_two_buildings_do_not_stand_and_say_why(record: Record) -> None:
    assert record.claim("loss.all").stands
    assert record.claim("loss.all").value == pytest.approx(2628.1)
    assert record.claim("loss.spectroscopy").stands
    for ending, lost, printed in (("main", 1499.6, "1302.0"), ("low-temperature", 1075.8, "1273.3")):
        claim = record.claim(f"loss.{ending}")
        assert claim.value == pytest.approx(lost)
        assert not claim.stands
        (failed,) = claim.failed_checks
        assert f"prints a loss of {printed} m³" in failed.statement


def test_the_total_closes(record: Record) -> None:
    claim = record.claim("closure.total")
    assert claim.stands
    assert claim.value == pytest.approx(0.0, abs=1e-6)
    assert len(claim.checks) == 5


def test_the_discrepancy_says_which_entries_disagree_and_by_how_much(record: Record) -> None:
    claim = record.claim("discrepancy.printed_loss")
    assert claim.stands
    assert claim.value == pytest.approx(197.6)
    assert claim.unit == "m3"
    for words in ("Main building", "Low-temperature", "−197.6 m³", "+197.5 m³", "the total closes"):
        assert words in claim.statement
    assert "spectroscopy" not in claim.statement


def test_the_record_holds_labelled_arrays_and_figures(record: Record) -> None:
    data = record.data["balance"]
    assert data["loss"].sel(row="main").item() == pytest.approx(1499.6)
    assert data["loss"].attrs["units"] == "m3"
    assert all("long_name" in data[name].attrs for name in data.data_vars)
    assert {path.stem for path in (record.path / "figures").glob("*.svg")} == {"building_losses", "recovery_rates"}


def test_the_report_says_it_in_words(record: Record) -> None:
    report = (record.path / "report.html").read_text("utf-8")
    assert "−197.6" in report
    assert "purity fell markedly" in report


def test_the_same_study_gives_the_same_claims(record: Record, studies: Path, tmp_path: Path) -> None:
    again = kyokutei.run(studies / "helium-balance.toml", output=tmp_path)
    assert (again.path / "claims.json").read_bytes() == (record.path / "claims.json").read_bytes()


def test_a_stated_accuracy_widens_the_intervals(studies: Path, tmp_path: Path) -> None:
    accuracy = {"recovered": "1 %", "supplied": "1 %", "stock": "2 %"}
    record = kyokutei.run(
        studies / "helium-balance.toml", output=tmp_path, settings={f"accuracy.{k}": v for k, v in accuracy.items()}
    )
    claim = record.claim("recovery_rate.spectroscopy")
    # linear propagation by hand: 0.91 sqrt(0.01² + (7.089² + 6.296² + 8.764²)/585.5²) at 1.96 sigma
    sigma = 91.0 * math.hypot(0.01, math.hypot(7.089, 6.296, 8.764) / 585.5)
    assert claim.interval is not None
    assert (claim.interval[1] - claim.interval[0]) / 2 == pytest.approx(1.96 * sigma, rel=0.01)
    assert "stated accuracy" in claim.statement
    assert not record.claim("loss.main").stands


def test_japanese_names_and_mixed_units_make_a_whole_record(tmp_path: Path) -> None:
    study = _study(tmp_path, JAPANESE.encode("cp932"), 'encoding = "cp932"', "conversion.gas_m3_per_litre = 0.75")
    record = kyokutei.run(study)
    assert record.claim("recovery_rate.row-1").value == pytest.approx(100 * 1000.5 / 1200)
    assert "本館" in record.claim("recovery_rate.row-1").statement
    assert record.claim("recovery_rate.all").value == pytest.approx(100 * 1500.5 / 1672.875)
    assert (record.path / "figures" / "building_losses.png").is_file()


def test_more_than_all_coming_back_does_not_stand(tmp_path: Path) -> None:
    record = kyokutei.run(_study(tmp_path, JAPANESE, "conversion.gas_m3_per_litre = 0.75"))
    claim = record.claim("recovery_rate.row-2")
    assert claim.value > 100
    assert [check.name for check in claim.failed_checks] == ["no more than all came back"]
    assert not record.claim("loss.row-2").stands


def test_a_table_that_agrees_with_itself_says_so(tmp_path: Path) -> None:
    table = (
        "lab,recovered_L,supplied_L,loss_L,recovery_%\n"
        "A,80.0,100.0,20.0,80.0\nB $x$ 50 %,90.0,120.0,30.0,75.0\ntotal,170.0,220.0,50.0,77.3\n"
    )
    record = kyokutei.run(_study(tmp_path, table))
    assert all(claim.stands for claim in record.claims)
    assert record.claim("discrepancy.printed_loss").statement.startswith(
        "All 3 printed losses follow from their own entries"
    )
    assert record.claim("recovery_rate.b-x-50").value == pytest.approx(75.0)
    assert record.claim("loss.all").unit == "L"


def test_a_wrong_printed_rate_does_not_stand(tmp_path: Path) -> None:
    record = kyokutei.run(_study(tmp_path, "lab,recovered_m3,supplied_m3,recovery_%\nA,80.0,100.0,85.0\n"))
    claim = record.claim("recovery_rate.a")
    assert "5.00 points apart" in claim.failed_checks[0].statement
    assert {claim.name for claim in record.claims} == {"recovery_rate.a", "loss.a"}


def test_a_misprinted_entry_puts_the_discrepancy_in_doubt(tmp_path: Path) -> None:
    table = (
        "lab,recovered_m3,supplied_m3,loss_m3,recovery_%\n"
        "A,80.0,110.0,20.0,80.0\nB,90.0,120.0,30.0,75.0\ntotal,170.0,220.0,50.0,77.3\n"
    )
    record = kyokutei.run(_study(tmp_path, table))
    claim = record.claim("discrepancy.printed_loss")
    assert {check.name for check in claim.failed_checks} == {
        "the printed rates side with the entries", "the total closes",
    }  # fmt: skip
    assert not record.claim("closure.total").stands


@pytest.mark.parametrize(
    ("table", "lines", "code"),
    [
        ("building,recovered_m3,supplied_m3\n", (), "K205"),
        ("building,recovered_m3,supplied_m3\nA,1,0\n", (), "K204"),
        ("building,recovered_m3,supplied_L\nA,1,2\n", (), "K203"),
        ("building,recovered_m3,supplied_m3\nA,1,2\n", ('total = "B"',), "K203"),
        ("building,recovered_m3,supplied_m3\n\udc80,1,2\n".encode("utf-8", "surrogateescape"), (), "K202"),
    ],
)
def test_a_wrong_table_is_answered_and_nothing_is_written(
    tmp_path: Path, table: str | bytes, lines: tuple[str, ...], code: str
) -> None:
    study = _study(tmp_path, table, *lines)
    with pytest.raises(DataFileError) as caught:
        kyokutei.run(study)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].file.endswith("table.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["month.toml", "table.csv"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('tabel = "table.csv"', "K106"),
        ("accuracy.recovered_percent = 1", "K107"),
        ("conversion.gas_m3_per_litre = 7.5", "K109"),
        ('encoding = "latin-1"', "K109"),
        ("confidence = 95", "K109"),
    ],
)
def test_a_wrong_study_file_is_answered(tmp_path: Path, line: str, code: str) -> None:
    study = _study(tmp_path, "building,recovered_m3,supplied_m3\nA,1,2\n", line)
    with pytest.raises(StudyFileError) as caught:
        kyokutei.run(study)
    assert {problem.code for problem in caught.value.problems} == {code}
