"""The command line: options in, one call, a rendering out."""
