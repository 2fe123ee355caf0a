"""How records are destroyed lawfully: what goes and what stays, what forbids it, and what is left to prove it."""
