"""``python -m kyokutei`` is the command ``kyokutei``."""

from kyokutei.cli import main

main()
