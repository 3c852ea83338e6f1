"""Constants, units and elements shared by the wings; every value with its source."""
