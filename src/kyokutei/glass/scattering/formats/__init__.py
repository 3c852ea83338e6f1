"""File formats of scattering data, one module each."""
