"""The main window's parts: each has one idea, and `main_window` connects them."""
