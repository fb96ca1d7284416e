"""Export: the dialog, the queue as people see it, and its news."""
