"""Documents and planted defects on which the rules are measured; see ``benchmarks/rules.py``."""
