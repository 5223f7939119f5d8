"""The commands, a module for each group. `main.py` imports a module when one of its commands runs."""
