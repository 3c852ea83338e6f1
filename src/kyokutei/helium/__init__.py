"""The liquid-helium circle of a research campus."""
