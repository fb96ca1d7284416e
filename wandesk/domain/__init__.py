"""The trade's words and rules: values and pure functions. No I/O, no clock, no asyncio, no logging."""
