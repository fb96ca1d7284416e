"""Preferences, API keys, the catalogue and the profile's folders. The only package that knows keyring and tomlkit."""
