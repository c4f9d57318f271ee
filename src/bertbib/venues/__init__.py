"""Venue names that services spell as codes."""
