"""Small pure helpers: LaTeX, names, titles, pages, links."""
