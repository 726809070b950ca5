"""Worklists: things to do about rows, whose they are and by when; their outcome, and trying in vain.

An area registers the kinds of items that it makes with `kind`. Its changes compose `add_item` and
`close_item`; what a person does with an item alone is `settle`, `assign` and `tried`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.doors import opened_when_asked

if TYPE_CHECKING:
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

opened_when_asked(
    __name__,
    {
        "changes": "assign settle tried",
        "items": "add_item close_item item_about item_row open_again open_row put_back short_text state_of "
        "topics_of",
        "kinds": "Kind Whom check_whom everybody full_name kind role_name whom_words",
        "lists": "Item WIDTH due_count in_order item_of items_query open_count open_items",
    },
)
