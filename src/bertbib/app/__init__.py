"""The verbs as plain functions: values in, a report out. The command line only prints."""
