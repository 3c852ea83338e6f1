"""A liquid-scintillator detector of the KamLAND2-Zen class."""
