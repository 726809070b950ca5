"""Sending what was asked to be printed: to printers, by mail, into the export folder; and copies of day sheets."""
