"""Tells the user outside the window, by the means of each desktop: notifications, and the mark in the taskbar."""
