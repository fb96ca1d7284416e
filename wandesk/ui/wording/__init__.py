"""The texts of the user interface."""
