"""The study engine: study file, registry of kinds, running, records, claims, reports."""
