"""The settings dialog. It never sees a key that is kept, only where one is."""
