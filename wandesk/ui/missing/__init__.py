"""Windows for videos that the cloud has and the job list has not: found, imported by task ID, or chosen."""
