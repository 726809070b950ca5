"""Worklists: things to do about rows, whose they are and by when; their outcome, and trying in vain.

An area registers the kinds of items that it makes with `kind`. Its changes compose `add_item` and
`close_item`; what a person does with an item alone is `settle`, `assign` and `tried`.
"""

from frontdesk.logic.worklists.changes import assign, settle, tried
from frontdesk.logic.worklists.items import (
    add_item,
    close_item,
    item_about,
    item_row,
    open_again,
    open_row,
    put_back,
    short_text,
    state_of,
    topics_of,
)
from frontdesk.logic.worklists.kinds import (
    KINDS,
    Kind,
    Whom,
    check_whom,
    everybody,
    full_name,
    kind,
    role_name,
    whom_words,
)
from frontdesk.logic.worklists.lists import (
    WIDTH,
    Item,
    due_count,
    in_order,
    item_of,
    items_query,
    open_count,
    open_items,
)

__all__ = [
    "KINDS",
    "WIDTH",
    "Item",
    "Kind",
    "Whom",
    "add_item",
    "assign",
    "check_whom",
    "close_item",
    "due_count",
    "everybody",
    "full_name",
    "in_order",
    "item_about",
    "item_of",
    "item_row",
    "items_query",
    "kind",
    "open_again",
    "open_count",
    "open_items",
    "open_row",
    "put_back",
    "role_name",
    "settle",
    "short_text",
    "state_of",
    "topics_of",
    "tried",
    "whom_words",
]
