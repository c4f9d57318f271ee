"""Text of a reading list -> themes of references."""
