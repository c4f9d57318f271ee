"""Offline indexes."""
