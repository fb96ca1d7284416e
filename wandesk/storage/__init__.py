"""The job store: what the user ordered and what became of it. The only package that knows SQLite."""
