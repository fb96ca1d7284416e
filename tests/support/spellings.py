"""The spellings in which a secret may come back from the other side."""

from __future__ import annotations

import base64
import html
import json
import re
import urllib.parse
from collections.abc import Iterator


def spellings(secret: str) -> Iterator[str]:
    """Texts that give the secret away: plain, escaped, encoded and split."""
    raw = secret.encode()
    yield secret
    yield secret.upper()
    yield f"Bearer {secret}"
    # escaped for a URL, in both cases, once, twice, and every character of it
    quoted = urllib.parse.quote(secret, safe="")
    yield quoted
    yield re.sub(r"%..", lambda found: found[0].lower(), quoted)
    yield urllib.parse.quote(quoted, safe="")
    yield "".join(f"%{byte:02x}" for byte in raw)
    yield "".join(f"%{byte:02X}" for byte in raw)
    # escaped for JSON, once, twice, and every character of it
    yield json.dumps(secret)[1:-1]
    yield json.dumps(json.dumps(secret))
    yield secret.replace("/", "\\/")
    yield "".join(f"\\u{ord(sign):04x}" for sign in secret)
    yield "".join(f"\\u{ord(sign):04X}" for sign in secret)
    # escaped for HTML or XML, and as Python shows bytes
    yield html.escape(secret)
    yield "".join(f"&#{ord(sign)};" for sign in secret)
    yield "".join(f"&#x{ord(sign):X};" for sign in secret)
    yield "".join(f"&#{ord(sign):07};" for sign in secret)
    yield "".join(f"&#{ord(sign)}" for sign in secret)
    yield repr(raw)
    # split
    yield f"{secret[:7]}\n{secret[7:]}"
    yield f"{secret[:4]}\r\n {secret[4:9]} {secret[9:]}"
    yield " ".join(secret)
    yield f"{secret[:7]}\\n{secret[7:]}"
    # encoded, at any place in three bytes, with and without neighbours
    yield raw.hex()
    yield raw.hex().upper()
    for before in (b"", b"x", b"xy"):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            for after in (b"", b"tail"):
                encoded = encode(before + raw + after).decode()
                yield encoded
                yield f"{encoded[:11]}\n{encoded[11:]}"
                yield urllib.parse.quote(encoded, safe="")
