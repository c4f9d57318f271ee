"""The answers of the sources, kept between runs."""

from bertbib.cache.answers import DAY, AnswerCache

__all__ = ["DAY", "AnswerCache"]
