"""A stand-in for the cloud, as strict, as slow and as wrong as it.

It imports nothing of the rest of the program, so that it cannot share its mistakes; its rules come from the provider's
own pages.
"""
