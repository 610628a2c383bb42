"""The page of a data set's statistical map."""
