"""Cells of tables that are saved for spreadsheets."""

from __future__ import annotations


def plain_cell(text: str) -> str:
    """The text, which no spreadsheet takes for a formula (OWASP, "CSV Injection")."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
