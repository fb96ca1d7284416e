"""Orders from CSV: reads a table of orders, shows every line, and orders all of them once they are right."""
