"""The job list: ids and row windows, so that 100,000 jobs cost little, painted by a delegate."""
