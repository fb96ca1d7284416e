"""The main window's parts, connected by `main_window`."""
