"""The answers of the sources, kept between runs."""

from bertbib.cache.answers import DAY, FILE, AnswerCache

__all__ = ["DAY", "FILE", "AnswerCache"]
