"""Finders that lead from a preprint's title to what may be its publication: searches, and listings of volumes."""
