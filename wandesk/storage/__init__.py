"""The job store: requests and their outcome. The only package that uses SQLite."""
