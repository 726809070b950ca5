"""What only SQLite does: the driver, the write gate, triggers, full text, the change watch."""
