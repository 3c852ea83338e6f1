"""The mean life of muons from decay times, with an error from synthetic repetitions of the measurement."""

from __future__ import annotations

import time
from typing import Annotated

import numpy as np
from pydantic import Field

from kyokutei.errors import DataFileError, Problem
from kyokutei.study.claim import Check, Claim
from kyokutei.study.kind import Figure, Findings, StudyKind
from kyokutei.study.settings import InputFile, Quantity, StudySettings


class LifetimeSettings(StudySettings):
    """Settings of ``muon.lifetime``."""

    decay_times: InputFile = Field(description="one decay time in microseconds a line", examples=["times.txt"])
    repetitions: int = Field(default=40, ge=2, description="synthetic repetitions")
    pause_s: Annotated[float, Quantity("s")] = Field(default=0.0, ge=0, description="rest of each repetition")


def read_times(settings: LifetimeSettings) -> np.ndarray:
    """Decay times [µs]."""
    times = np.loadtxt(settings.decay_times, ndmin=1)
    if times.size == 0:
        raise DataFileError(Problem("K205", "no decay times", "one a line", file=str(settings.decay_times)))
    return times


def repeat(item: tuple[float, int, float], generator: np.random.Generator) -> dict[str, np.ndarray]:
    """One synthetic repetition."""
    mean, count, pause = item
    time.sleep(pause)
    return {"mean": np.asarray(generator.exponential(mean, count).mean())}


def run(settings, work):
    """Mean life and its error."""
    import xarray

    times = read_times(settings)
    mean = float(times.mean())
    items = [(mean, times.size, settings.pause_s)] * settings.repetitions
    means = np.array([float(piece["mean"]) for piece in work.ensemble("synthetic repetitions", repeat, items)])
    width = float(means.std())
    claim = Claim(
        name="mean_life",
        statement=f"The mean life is {mean:.4f} ± {width:.4f} µs (synthetic data).",
        value=mean,
        unit="us",
        interval=(mean - width, mean + width),
        confidence=0.683,
        method="sample mean; error from synthetic repetitions",
        checks=(Check(name="enough decays", passed=times.size >= 10, statement=f"{times.size} decays were seen."),),
    )
    data = xarray.Dataset({"mean": ("repetition", means, {"units": "us", "long_name": "mean life"})})

    def draw(axes):
        axes.hist(means)
        axes.set_xlabel("mean life τ (µs)")
        axes.set_ylabel("repetitions")

    figure = Figure("repetitions", "Synthetic repetitions of the measurement.", draw)
    return Findings(claims=[claim], data={"repetitions": data}, figures=[figure])


KIND = StudyKind("muon.lifetime", "How long muons live.", LifetimeSettings, run, check=read_times)
