"""One module per verb of the command line; found by name, imported when called."""
