"""The sentences of the window: what the values of the domain are called for people."""
