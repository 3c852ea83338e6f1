"""A fourth wing of kyokutei, from outside."""
