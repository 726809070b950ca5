"""Keys as events, for whatever is played instead of pressed."""

from __future__ import annotations

import unicodedata

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key


def key_event(key: str) -> events.Key:
    """The event that a terminal's key becomes; `key` is Textual's name of it, or the character itself."""
    if len(key) == 1 and not key.isalnum():
        key = _character_to_key(key)
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        character = key if len(key) == 1 else None
    return events.Key(key, character)


def keys_of(text: str) -> list[events.Key]:
    """The keys by which a text is typed: line ends are Enter, tabs Tab, other control characters nothing."""
    named = {"\r": "enter", "\n": "enter", "\t": "tab", " ": "space"}
    text = text.replace("\r\n", "\r")
    return [key_event(named.get(letter, letter)) for letter in text if letter in named or letter.isprintable()]
