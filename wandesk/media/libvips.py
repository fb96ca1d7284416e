"""libvips, as far as `streaming` needs it: pictures whose rows are computed on demand.

The wheel `pyvips-binary` brings the library and its C functions (`_libvips`); pyvips itself, which is built on them,
has no wheel. An operation is a GObject: its inputs are properties, and once built, so is its output. Imported when a
large picture arrives, since most sessions never see one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from _libvips import ffi, lib

THREADS = 2
"""More take more memory and hardly less time: a decoder is one thread of them."""

# What cannot pass through row by row is decoded into memory: the child writes no files.
os.environ["VIPS_DISC_THRESHOLD"] = "4g"
if lib.vips_init(b"wandesk") != 0:
    raise ImportError("libvips does not start")
lib.vips_concurrency_set(THREADS)
lib.vips_cache_set_max(0)  # it would keep the last pictures open
lib.vips_block_untrusted_set(1)  # the readers that its authors do not call safe for foreign files


class VipsError(Exception):
    """An operation failed; the text is the library's."""


class VipsImage:
    """A picture that is computed row by row; sizes in pixels. All methods raise VipsError or MemoryError."""

    def __init__(self, reference: Any) -> None:
        """`reference` is a GObject that this object gives up at its end."""
        self._object = ffi.gc(ffi.cast("GObject *", reference), lib.g_object_unref)

    @property
    def size(self) -> tuple[int, int]:
        return self._number(b"width"), self._number(b"height")

    @property
    def bands(self) -> int:
        """Values of a pixel."""
        return self._number(b"bands")

    @property
    def value_type(self) -> str:
        """`uchar`, `ushort`, `float` ..."""
        return self._name(b"format", b"VipsBandFormat")

    @property
    def meaning(self) -> str:
        """What the values are: `srgb`, `b-w`, `cmyk`, `rgb16`, `grey16`, `lab` ..."""
        return self._name(b"interpretation", b"VipsInterpretation")

    @property
    def has_alpha(self) -> bool:
        return bool(lib.vips_image_hasalpha(ffi.cast("VipsImage *", self._object)))

    def then(self, operation: str, options: str = "") -> VipsImage:
        """The result of an operation on this picture; `options` as `NAME=VALUE,NAME=VALUE`."""
        return _result(operation, (b"in", b"VipsImage", self._object), options)

    @contextmanager
    def content(self) -> Iterator[Any]:
        """The values as a buffer, row by row from the top left. Here they are computed."""
        size = ffi.new("size_t *")
        memory = lib.vips_image_write_to_memory(ffi.cast("VipsImage *", self._object), size)
        if memory == ffi.NULL:
            raise _failure()
        try:
            yield ffi.buffer(memory, size[0])
        finally:
            lib.g_free(memory)

    def _number(self, name: bytes) -> int:
        with _Value(b"gint") as value:
            lib.g_object_get_property(self._object, name, value)
            return int(lib.g_value_get_int(value))

    def _name(self, name: bytes, kind: bytes) -> str:
        with _Value(kind) as value:
            lib.g_object_get_property(self._object, name, value)
            nick = lib.vips_enum_nick(lib.g_type_from_name(kind), lib.g_value_get_enum(value))
            return str(ffi.string(nick).decode("ascii"))


def loaded(reader: str, descriptor: int, options: str) -> VipsImage:
    """The picture of an open file, of which `reader` (`pngload_source` ...) reads the header.

    Raises VipsError, MemoryError.
    """
    source = lib.vips_source_new_from_descriptor(descriptor)
    if source == ffi.NULL:
        raise _failure()
    held = ffi.gc(ffi.cast("GObject *", source), lib.g_object_unref)
    return _result(reader, (b"source", b"VipsSource", held), options)


def _failure() -> VipsError | MemoryError:
    """What the library says of the operation that failed."""
    text = ffi.string(lib.vips_error_buffer()).decode("utf-8", "replace").strip()
    lib.vips_error_clear()
    return MemoryError(text) if "out of memory" in text else VipsError(text)


class _Value:
    """A GValue of a type; what it holds is given up at the end."""

    def __init__(self, kind: bytes) -> None:
        self._value = ffi.new("GValue *")
        lib.g_value_init(self._value, lib.g_type_from_name(kind))

    def __enter__(self) -> Any:
        return self._value

    def __exit__(self, *_: object) -> None:
        lib.g_value_unset(self._value)


def _result(operation: str, subject: tuple[bytes, bytes, Any], options: str) -> VipsImage:
    """What an operation makes of a subject: its property, its type and the object."""
    new = lib.vips_operation_new(operation.encode("ascii"))
    if new == ffi.NULL:
        raise _failure()
    try:
        name, kind, held = subject
        with _Value(kind) as value:
            lib.g_value_set_object(value, held)
            lib.g_object_set_property(ffi.cast("GObject *", new), name, value)
        if options and lib.vips_object_set_from_string(ffi.cast("VipsObject *", new), options.encode("ascii")) != 0:
            raise _failure()
        built = lib.vips_cache_operation_build(new)
    finally:
        lib.g_object_unref(new)
    if built == ffi.NULL:
        raise _failure()
    try:
        with _Value(b"VipsImage") as value:
            lib.g_object_get_property(ffi.cast("GObject *", built), b"out", value)
            found = lib.g_value_get_object(value)
            lib.g_object_ref(found)
        return VipsImage(found)
    finally:
        lib.vips_object_unref_outputs(ffi.cast("VipsObject *", built))
        lib.g_object_unref(built)
