"""The job list: ids and row windows, so that 100,000 jobs stay cheap, painted by a delegate."""
