"""bertbib: a lockfile for citations."""

__version__ = "0.1.0"
