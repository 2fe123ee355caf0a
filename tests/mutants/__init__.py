"""Every guard is taken away in turn, and a test has to notice: `python -m tests.mutants`."""
