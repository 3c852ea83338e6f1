"""File formats of configurations, one module each."""
