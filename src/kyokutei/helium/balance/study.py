"""The study kind ``helium.balance``: a monthly helium table, its recovery rates, and whether it agrees with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from kyokutei.helium.balance.account import Account, draw_up
from kyokutei.helium.balance.claims import Origin, all_claims
from kyokutei.helium.balance.formats.monthly_table import read_monthly_table
from kyokutei.helium.balance.table import Conversion, MonthlyTable, in_one_unit, require_something_available, with_total
from kyokutei.helium.balance.uncertainty import Accuracy
from kyokutei.study.data_text import Encoding, as_written
from kyokutei.study.kind import Figure, Findings, StudyKind
from kyokutei.study.settings import InputFile, Quantity, Settings, StudySettings

if TYPE_CHECKING:
    from kyokutei.study.work import Work

_GasPerLitre = Annotated[float, Quantity("m3/L"), Field(ge=0.65, le=0.9)]
_GasDensity = Annotated[float, Quantity("kg/m3"), Field(ge=0.12, le=0.2)]
_Percent = Annotated[float, Quantity("%"), Field(ge=0.0, lt=100.0)]

_DEFINITION_SOURCES = (
    "Recovery rate by the meters (definition B): Institute for Solid State Physics, University of Tokyo, recovery "
    "rates per building 2002; Hiroshima University, helium recovery survey 2018.",
    "Rounding as a rectangular distribution: JCGM 100:2008, Evaluation of measurement data, 4.3.7.",
    "Interval of a ratio: E. C. Fieller, J. R. Stat. Soc. B 16, 175 (1954).",
)


class AccuracySettings(Settings):
    """How good the meters and the stock-taking are: one standard deviation, relative to the reading."""

    recovered_percent: _Percent = Field(
        description="gas meters of the recovery lines; of a maker's limit ±a take a/√3", examples=["1 %"]
    )
    supplied_percent: _Percent = Field(description="what was handed out (level gauges, balances)", examples=["1 %"])
    stock_percent: _Percent = Field(description="one stock-taking of vessels, cryostats and bags", examples=["2 %"])
    errors: Literal["independent", "common"] = Field(
        default="independent",
        description="whether every row has meters of its own, or all share one scale error (a conversion factor)",
    )


class ConversionSettings(Settings):
    """Gas at the meters' reference state; needed only where the columns have different units."""

    gas_m3_per_litre: _GasPerLitre | None = Field(
        default=None,
        description="gas from one litre of liquid: 0.700 where meters refer to 0 °C, 0.750 to 20 °C, 0.777 to 300 K",
        examples=["0.750 m3/L"],
    )
    gas_kg_per_m3: _GasDensity | None = Field(
        default=None,
        description="mass of one cubic metre of gas at the meters' reference state",
        examples=["0.1664 kg/m3"],
    )


class BalanceSettings(StudySettings):
    """Study file of the kind ``helium.balance``."""

    kind: Literal["helium.balance"] = Field(description="which question this file asks")
    table: InputFile = Field(
        description="monthly table, CSV: one row per building; headings with units, such as building, recovered_m3, "
        "supplied_m3, stock_start_m3, stock_end_m3, printed_loss_m3, printed_recovery_percent",
        examples=["table.csv"],
    )
    encoding: Encoding = Field(default="utf-8", description="how the table is encoded")
    total: str | None = Field(
        default=None,
        description="name of the row that is the total; without it a row called total, all, 合計 or 全体 is, "
        "and where there is none the rows are summed",
    )
    period: str = Field(default="", description='period of the table, for sentences, such as "1 to 31 March 2026"')
    source: str = Field(default="", description="where the numbers come from; every claim names it")
    remarks: tuple[str, ...] = Field(default=(), description="sentences that the reader of the report should know")
    confidence: float = Field(default=0.95, ge=0.5, le=0.9999, description="confidence level of the intervals")
    accuracy: AccuracySettings | None = Field(
        default=None, description="how good meters and stock-taking are; without it only printed digits are considered"
    )
    conversion: ConversionSettings = Field(
        default=ConversionSettings(), description="how to compare gas, liquid and mass where the columns differ"
    )


def read_table(settings: BalanceSettings) -> MonthlyTable:
    """Read the table of a study file, in one unit, with its total.

    Raises
    ------
    DataFileError
        For everything that is wrong in the file.
    """
    file = as_written(settings.table)
    table = read_monthly_table(settings.table, encoding=settings.encoding, total=settings.total)
    conversion = Conversion(settings.conversion.gas_m3_per_litre, settings.conversion.gas_kg_per_m3)
    table = in_one_unit(table, conversion, file=file)
    require_something_available(table, file=file)
    return with_total(table)


def run(settings: BalanceSettings, work: Work) -> Findings:
    """Draw up the account of the month and word its claims."""
    from kyokutei.helium.balance.arrays import labelled
    from kyokutei.helium.balance.tables import report_tables

    with work.step("the account of the month"):
        account = draw_up(read_table(settings), accuracy=_accuracy(settings.accuracy), confidence=settings.confidence)
        origin = Origin(settings.period, (*([settings.source] if settings.source else []), settings.table.name))
        return Findings(
            claims=all_claims(account, origin),
            data={"balance": labelled(account)},
            figures=_figures(account),
            tables=report_tables(account),
            notes=[*settings.remarks, *_notes(account)],
            references=_DEFINITION_SOURCES,
        )


def _accuracy(settings: AccuracySettings | None) -> Accuracy | None:
    if settings is None:
        return None
    return Accuracy(
        recovered=settings.recovered_percent / 100.0,
        supplied=settings.supplied_percent / 100.0,
        stock=settings.stock_percent / 100.0,
        is_common=settings.errors == "common",
    )


def _figures(account: Account) -> list[Figure]:
    from kyokutei.helium.balance.figures import draw_losses, draw_rates, figure_height_inch

    size = (6.4, figure_height_inch(len(account.table)))
    return [
        Figure(
            "building_losses",
            "Helium lost per building: from the entries of the table, and as the table prints it. Arrows mark the rows "
            "in which rounding cannot explain the difference.",
            lambda axes: draw_losses(axes, account),
            size_inch=size,
        ),
        Figure(
            "recovery_rates",
            "Recovery rate per building from the entries, as printed, and, where the printed loss disagrees with the "
            "entries, as it would be if the printed loss were right (between the two ways of blaming the entries).",
            lambda axes: draw_rates(axes, account),
            size_inch=size,
        ),
    ]


def _notes(account: Account) -> list[str]:
    table = account.table
    notes = [
        "The recovered gas is taken as pure helium; air in it makes the apparent recovery larger than the true one."
    ]
    if account.accuracy is None:
        notes.append(
            "No accuracy of meters and stock-taking was given, so the intervals cover the rounding of the printed "
            "digits only; the last table says what one per cent of error in each entry would do."
        )
    if not table.has_stock:
        notes.append("The table gives no stocks; the rates hold if the stock with the users did not change.")
    if table.total is not None and not table.is_total_printed:
        notes.append("The table prints no total; the row for all is the sum of the others and checks nothing.")
    numbered = [f"{label}: {name}" for row, (label, name) in enumerate(zip(table.labels, table.names, strict=True))
                if label == f"row {row + 1}" != name]  # fmt: skip
    if numbered:
        notes.append(
            f"The figures name rows by number where their letters are not in every font ({'; '.join(numbered)}); "
            "a column called label gives them short Latin names."
        )
    return notes


KIND = StudyKind(
    name="helium.balance",
    summary="Recovery rates and losses of a monthly helium table, and whether the table agrees with itself.",
    settings=BalanceSettings,
    run=run,
    check=read_table,
)
