"""A data set in the words of others: DCAT, CKAN, schema.org, Taiwan, all from the same types."""
