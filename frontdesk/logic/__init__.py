"""The rules of the practice: plain functions, no Textual, no SQL text."""
