"""The helium balance of a campus: what was handed out, what came back, and whether the books agree."""

from __future__ import annotations

from kyokutei.helium.balance.recovery import (
    available,
    inventory_loss,
    loss,
    recovery_rate,
    recovery_rate_from_loss,
)

__all__ = ["available", "inventory_loss", "loss", "recovery_rate", "recovery_rate_from_loss"]
