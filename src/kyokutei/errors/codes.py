"""The catalogue of error codes: one title per cause, one page per code."""

from __future__ import annotations

from importlib import resources

CODES: dict[str, str] = {
    "K101": "the study file cannot be found or read",
    "K102": "the study file is not UTF-8 text",
    "K103": "the study file is not valid TOML",
    "K104": "the study file does not say its kind",
    "K105": "no such kind of study",
    "K106": "a key that this kind does not know",
    "K107": "a key that must be given is missing",
    "K108": "a value of the wrong type",
    "K109": "a value outside its allowed range or choices",
    "K110": "a unit that is unknown or of the wrong dimension",
    "K111": "a number that needs its unit, or has it twice",
    "K112": "values that contradict each other",
    "K113": "an override that cannot be understood",
    "K201": "a data file cannot be found or read",
    "K202": "a data file is not text in a known encoding",
    "K203": "a data file is not laid out as its format says",
    "K204": "a value in a data file that cannot be used",
    "K205": "a data file without data",
    "K206": "reference data are not on this machine",
    "K207": "a record that is unfinished, damaged or not a record",
    "K301": "a result that is not a finite number",
    "K302": "an iteration that did not converge",
    "K303": "a value outside the range in which a formula holds",
    "K304": "a study ended without a claim",
    "K401": "the output folder cannot be written",
    "K402": "the disk is full",
    "K403": "another run is writing this record",
    "K404": "an optional part is not installed",
    "K405": "the Dask cluster cannot be reached",
    "K406": "an installed kind of study cannot be loaded",
    "K407": "worker processes died",
}


def explanation(code: str) -> str:
    """The page of a code, in Markdown.

    Raises
    ------
    KeyError
        If there is no such code.
    """
    if code not in CODES:
        raise KeyError(code)
    return resources.files(__package__).joinpath(f"pages/{code}.md").read_text("utf-8")
