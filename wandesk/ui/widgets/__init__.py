"""Widgets that several windows share. They know no window, and none of the program's values."""
