"""Windows for videos that are missing from the job list: find, import by task ID, choose."""
