"""Worklists: things to do about rows, whose they are and by when; their outcome, and trying in vain.

An area registers the kinds of items that it makes with `kind`. Its changes compose `add_item` and
`close_item`; what a person does with an item alone is `settle`, `assign` and `tried`.
"""

from frontdesk.logic.worklists.changes import assign, settle, tried
from frontdesk.logic.worklists.items import add_item, close_item, item_about, item_row, open_row, topics_of
from frontdesk.logic.worklists.kinds import KINDS, Kind, Whom, everybody, kind
from frontdesk.logic.worklists.lists import Item, due_count, in_order, open_count, open_items

__all__ = [
    "KINDS",
    "Item",
    "Kind",
    "Whom",
    "add_item",
    "assign",
    "close_item",
    "due_count",
    "everybody",
    "in_order",
    "item_about",
    "item_row",
    "kind",
    "open_count",
    "open_items",
    "open_row",
    "settle",
    "topics_of",
    "tried",
]
