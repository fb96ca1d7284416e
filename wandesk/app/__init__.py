"""The composition root: builds every part in one place and closes them in reverse."""
