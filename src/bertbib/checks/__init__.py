"""Rules about reading lists (family R) and, one day, about papers that cite them: what deserves a look, by code."""
