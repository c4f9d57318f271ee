"""A .bib put in order: rules about single entries, mergers of duplicates, the order of entries; every other byte stays.

``engine`` is the way in; ``rules`` has the table of all rules. Pure: text in, text and a report's parts out.
"""
