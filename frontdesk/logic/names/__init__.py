"""Names of people: how they are folded for search, taken apart, compared, and what no stored text may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.doors import opened_when_asked

if TYPE_CHECKING:
    from frontdesk.logic.names.fold import fold
    from frontdesk.logic.names.parts import Name, split_name
    from frontdesk.logic.names.safe import (
        MAX,
        BadText,
        Unsafe,
        clean_name,
        clean_text,
        refuse_unsafe,
        tidy,
    )
    from frontdesk.logic.names.same import same_names, similar
    from frontdesk.logic.names.search import (
        Query,
        query_words,
        search_words,
    )

opened_when_asked(
    __name__,
    {
        "fold": "fold",
        "parts": "Name split_name",
        "safe": "BadText MAX Unsafe clean_name clean_text refuse_unsafe tidy",
        "same": "same_names similar",
        "search": "Query query_words search_words",
    },
)
