"""Windows and widgets: values in, signals out."""
