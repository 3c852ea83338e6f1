"""Structure and dynamics of disordered matter."""
