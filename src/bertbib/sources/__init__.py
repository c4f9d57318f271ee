"""Identifiers -> requests; answers -> records."""
