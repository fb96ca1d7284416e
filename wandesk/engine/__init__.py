"""What a user can do with jobs. Knows the domain and its own ports, nothing of Qt, HTTP, SQLite or files."""
