"""Runs jobs. It knows the domain and its own ports, and nothing of Qt, HTTP, SQLite or files."""
