"""The desk and pages of what is said of data sets: full metadata, columns, links, series."""
