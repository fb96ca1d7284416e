"""Widgets that several windows share. They depend on no window and on no domain value."""
