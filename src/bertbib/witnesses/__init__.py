"""Aggregators that testify where preprints were published: identifiers -> requests; answers -> testimony."""
