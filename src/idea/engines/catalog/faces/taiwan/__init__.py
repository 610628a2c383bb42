"""Taiwan's data-set metadata, both ways: a data set as a record, a record as a draft.

Three spellings are known: the standard of July 2015 (38 fields), the JSON of the national
platform's second interface, and the columns of its CSV export. Pure functions.
"""

from idea.engines.catalog.faces.taiwan.export import COLUMNS, export_row
from idea.engines.catalog.faces.taiwan.reading import from_record
from idea.engines.catalog.faces.taiwan.standard import FIELDS, standard
from idea.engines.catalog.faces.taiwan.writing import to_record

__all__ = ["COLUMNS", "FIELDS", "export_row", "from_record", "standard", "to_record"]
