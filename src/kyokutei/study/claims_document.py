"""The content of ``claims.json``: claims, and what they rest on, in a published schema."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kyokutei.study.claim import Claim

SCHEMA_FILE = "schema/claims-1.json"


class Input(BaseModel):
    """A data file that the claims rest on, by its name in the study file and its checksum."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class ClaimsDocument(BaseModel):
    """The claims of one record; it holds nothing that changes from run to run."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="Claims of a kyokutei record, version 1")

    schema_name: Literal["kyokutei.claims/1"] = Field(default="kyokutei.claims/1", alias="schema")
    kind: str
    title: str
    seed: int
    digest: str = Field(pattern="^[0-9a-f]{64}$", description="of settings, input checksums and versions")
    versions: dict[str, str] = Field(description="of Python and of the packages that computed the claims")
    inputs: tuple[Input, ...]
    claims: tuple[Claim, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _drop_verdicts(cls, document: Any) -> Any:
        # "stands" is written for readers in other languages; here it follows from the checks
        if isinstance(document, dict) and isinstance(document.get("claims"), list):
            claims = [_without_verdict(claim) for claim in document["claims"]]
            return document | {"claims": claims}
        return document

    def as_json(self) -> dict[str, Any]:
        """The JSON object, verdicts included."""
        return self.model_dump(mode="json", by_alias=True)


def _without_verdict(claim: Any) -> Any:
    return {key: value for key, value in claim.items() if key != "stands"} if isinstance(claim, dict) else claim


def make_schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12), made from the classes."""
    schema = ClaimsDocument.model_json_schema(mode="serialization", by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def published_schema() -> dict[str, Any]:
    """The JSON schema as it ships."""
    text = resources.files("kyokutei.study").joinpath(SCHEMA_FILE).read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
