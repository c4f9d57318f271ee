"""Venue notes written into a reading list: where they go, what they say, and that nothing else changes."""
