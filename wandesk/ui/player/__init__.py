"""The stage and what plays on it; the only part of the program that knows QtMultimedia."""
