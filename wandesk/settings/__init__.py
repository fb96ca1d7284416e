"""What the user has set, what the cloud sells, and where secrets are kept: the only package that knows the keyring,
the settings file and each system's folders."""
