"""The front door: the command ``kyokutei``."""

from __future__ import annotations

import os

import click

from kyokutei import __version__
from kyokutei.cli.advice import completion, doctor, explain
from kyokutei.cli.records import compare, list_records, show
from kyokutei.cli.studies import check, new, run

# Parallel work is spread over processes (--workers): threads inside each would fight for the same cores,
# make sums depend on the machine, and cost a tenth of a second at every start.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kyokutei")
def main() -> None:
    """From measurement to claim, for laboratories at extremely low temperature and radioactivity.

    A study is a TOML file that asks a question of data. Running it writes a record: a folder with the claims,
    the arrays, the figures and a report.

    \b
    Start here:
      kyokutei new                       which questions can be asked
      kyokutei new glass.structure       write a commented study file
      kyokutei check structure.toml      validate it and its data
      kyokutei run structure.toml        answer it
      kyokutei doctor                    what this machine has and lacks
    """


for _command in (run, check, new, list_records, show, compare, explain, doctor, completion):
    main.add_command(_command)
