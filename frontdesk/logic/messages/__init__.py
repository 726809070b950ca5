"""Messages of other programs about patients and visits: kept, and what they say together is written.

What reads a format lives in `exchange`; it hands over messages that are understood. `said` works out what several
say together, `heard` who is meant by which number when, `taking` writes it.
"""

from frontdesk.db.messages import Act
from frontdesk.logic.messages.said import NewMessage
from frontdesk.logic.messages.taking import import_messages, messages_read

__all__ = ["Act", "NewMessage", "import_messages", "messages_read"]
