"""Names of people: how they are folded for search, taken apart, compared, and what no stored text may hold."""

from frontdesk.logic.names.fold import fold
from frontdesk.logic.names.parts import Name, split_name
from frontdesk.logic.names.safe import MAX, BadText, Unsafe, clean_name, clean_text, refuse_unsafe, tidy
from frontdesk.logic.names.same import same_names, similar
from frontdesk.logic.names.search import Query, query_words, search_words

__all__ = [
    "MAX",
    "BadText",
    "Name",
    "Query",
    "Unsafe",
    "clean_name",
    "clean_text",
    "fold",
    "query_words",
    "refuse_unsafe",
    "same_names",
    "search_words",
    "similar",
    "split_name",
    "tidy",
]
