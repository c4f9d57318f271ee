"""Entries and a style -> the text of one file."""
