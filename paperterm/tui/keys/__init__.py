"""The action table, the keys of the user, and their way from the terminal to a widget."""
