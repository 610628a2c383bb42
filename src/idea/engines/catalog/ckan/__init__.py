"""The catalog as CKAN's Action API (version 3) shows it: what its clients read and write.

Says our data sets in CKAN's words and takes CKAN's words as drafts; the work is the catalog's.
"""
