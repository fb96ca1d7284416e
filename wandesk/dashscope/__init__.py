"""The wire: how Model Studio is spoken to. The only package that knows httpx."""
