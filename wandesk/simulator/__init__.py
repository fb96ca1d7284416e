"""A simulator of the cloud: as strict and as slow, with the same faults.

It imports nothing from the rest of the program, so that it cannot share its errors. Its rules come from the provider's
pages.
"""
