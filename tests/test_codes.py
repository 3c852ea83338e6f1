"""Every error code is raised by the real thing that it speaks of."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kyokutei.helium.liquefier
from kyokutei.errors import KyokuteiError
from kyokutei.errors.codes import CODES
from kyokutei.physics.validity import require_range
from kyokutei.study import registry, running
from kyokutei.study.checkpoint import Checkpoint, lock
from kyokutei.study.ensemble import Spread
from kyokutei.study.kind import Findings
from kyokutei.study.study_file import read_study
from kyokutei.study.work import Work

HEADINGS = "building,recovered_m3,supplied_m3,stock_start_m3,stock_end_m3\n"
ROW = "main,5605.6,7020.2,2265.3,2180.3\n"


class Place:
    """A folder with a sound study in it, to be spoilt."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.file = folder / "study.toml"
        self.table = folder / "table.csv"
        self.table.write_text(HEADINGS + ROW)

    def check(self, **keys: str) -> None:
        """Write a study file with these values, as TOML text, and check it."""
        values = {"kind": '"helium.balance"', "title": '"December"', "table": '"table.csv"'} | keys
        self.file.write_text("".join(f"{key} = {value}\n" for key, value in values.items() if value))
        study = read_study(self.file)
        assert study.kind.check is not None
        study.kind.check(study.settings)

    def check_bytes(self, content: bytes) -> None:
        self.file.write_bytes(content)
        read_study(self.file)

    def check_table(self, content: bytes) -> None:
        self.table.write_bytes(content)
        self.check()

    def run(self, output: Path) -> None:
        self.check()
        kyokutei.run(self.file, output=output)

    def run_and_find(self, findings: Findings) -> None:
        self.check()
        study = read_study(self.file)
        study = replace(study, kind=replace(study.kind, run=lambda _settings, _work: findings))
        self.monkeypatch.setattr(running, "read_study", lambda *_: study)
        kyokutei.run(self.file)

    def hold_the_lock_and_run(self) -> None:
        self.check()
        study = read_study(self.file)
        partial = running.places_of(study, running.identify(study), None).partial
        partial.mkdir()
        with lock(partial / ".lock"):
            kyokutei.run(self.file)

    def load(self, value: str) -> None:
        entry = registry.EntryPoint("broken.kind", value, registry.GROUP)
        self.monkeypatch.setattr(registry, "_entries", lambda: {"broken.kind": entry})
        registry.find_kind("broken.kind")

    def spread(self, spread: Spread, piece: Callable[..., Any]) -> None:
        Work(1, Checkpoint(self.folder / "pieces"), spread=spread).ensemble("pieces", piece, [1, 2])

    def without(self, module: str) -> None:
        self.monkeypatch.setitem(sys.modules, module, None)

    def run_on_a_full_disk(self) -> None:
        """Run in a file-size limit of nothing: the real refusal of a full disk is shown in tests/study."""
        from kyokutei.study.writing import write_atomically

        write_atomically(self.folder / "x", lambda _: os.write(os.open("/dev/full", os.O_WRONLY), b"x"))


def leave(_item: int, _generator: np.random.Generator) -> dict[str, float]:
    os._exit(1)


def give_nothing_useful(_item: int, _generator: np.random.Generator) -> dict[str, object]:
    return {"x": object()}


def one(_item: int, _generator: np.random.Generator) -> dict[str, float]:
    return {"x": 1.0}


def _missing_extra(place: Place) -> None:
    place.without("distributed")
    place.spread(Spread(cluster="tcp://127.0.0.1:9"), one)


RAISED_BY: dict[str, Callable[[Place], object]] = {
    "K101": lambda place: read_study(place.folder / "nowhere.toml"),
    "K102": lambda place: place.check_bytes(b'title = "\xff"'),
    "K103": lambda place: place.check_bytes(b"title = December"),
    "K104": lambda place: place.check(kind=""),
    "K105": lambda place: place.check(kind='"helium.balnace"'),
    "K106": lambda place: place.check(titel='"December"'),
    "K107": lambda place: place.check(title=""),
    "K108": lambda place: place.check(seed='"many"'),
    "K109": lambda place: place.check(confidence="1.5"),
    "K110": lambda place: place.check(accuracy='{ recovered = "1 K", supplied_percent = 1, stock_percent = 1 }'),
    "K111": lambda place: place.check(accuracy="{ recovered = 1, supplied_percent = 1, stock_percent = 1 }"),
    "K112": lambda place: place.check(
        kind='"neutrino.doublebeta"', table="",
        limits='[{ name = "a", half_life_yr = 1e26, source = "s", published = { low_meV = 2, high_meV = 1 } }]',
    ),
    "K113": lambda place: read_study(_written(place), {"title.0.x": 1}),
    "K201": lambda place: place.check(table='"tabel.csv"'),
    "K202": lambda place: place.check_table(HEADINGS.encode() + b"\x82\xa0,1,2,3,4\n"),
    "K203": lambda place: place.check_table(b"building,recovered\nmain,1\n"),
    "K204": lambda place: place.check_table(HEADINGS.encode() + b"main,NaN,7020.2,2265.3,2180.3\n"),
    "K205": lambda place: place.check_table(b""),
    "K206": lambda place: place.check(table='"reference:nowhere/table.csv"'),
    "K207": lambda place: kyokutei.Record.open(place.folder),
    "K301": lambda place: place.spread(Spread(), give_nothing_useful),
    "K302": lambda _: kyokutei.helium.liquefier.precooled_joule_thomson(
        high_pressure_bar=15, low_pressure_bar=1.2, precooling_temperature_K=77, warm_end_difference_K=0.3
    ),
    "K303": lambda _: require_range("temperature_K", np.nan, 2, 300, unit="K"),
    "K304": lambda place: place.run_and_find(Findings(claims=[], data={})),
    "K401": lambda place: place.run(place.table),
    "K402": lambda place: place.run_on_a_full_disk(),
    "K403": lambda place: place.hold_the_lock_and_run(),
    "K404": _missing_extra,
    "K405": lambda place: place.spread(Spread(cluster="tcp://127.0.0.1:9"), one),
    "K406": lambda place: place.load("no_such_package:KIND"),
    "K407": lambda place: place.spread(Spread(workers=2), leave),
}  # fmt: skip


def _written(place: Place) -> Path:
    place.check()
    return place.file


def test_every_code_has_something_that_raises_it() -> None:
    assert set(RAISED_BY) == set(CODES)


@pytest.mark.parametrize("code", RAISED_BY)
def test_the_code_is_raised(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if code == "K405":
        pytest.importorskip("distributed")
    with pytest.raises(KyokuteiError) as caught:
        RAISED_BY[code](Place(tmp_path, monkeypatch))
    told = {problem.code for problem in caught.value.problems}
    assert told == {code}
    for problem in caught.value.problems:
        assert problem.found
        assert str(problem).endswith(f"kyokutei explain {code}")
