"""The taskbar of Windows: the number by Qt, which draws it over the button, and the progress by ITaskbarList3."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtGui import QGuiApplication

from wandesk.app.desktop.mark import Mark

log = logging.getLogger(__name__)

NO_PROGRESS, INDETERMINATE, NORMAL = 0x0, 0x1, 0x2
"""TBPFLAG of shobjidl_core.h."""
WHOLE = 1000


class Buttons(Protocol):
    """ITaskbarList3 for one window, by its handle."""

    def set_state(self, window: int, state: int) -> None: ...

    def set_value(self, window: int, done: int, whole: int) -> None: ...


class WindowsTaskbar:
    """Only the GUI thread uses it: Qt has initialised COM there."""

    def __init__(self, app: QGuiApplication, window: Callable[[], int], buttons: Callable[[], Buttons]) -> None:
        """`window` gives the handle of the main window, 0 while there is none. `buttons` raises OSError."""
        self._app = app
        self._window = window
        self._make = buttons
        self._buttons: Buttons | None = None
        self._is_missing = False

    def show(self, mark: Mark) -> None:
        self._app.setBadgeNumber(mark.count)
        window = self._window()
        if not window or self._is_missing:
            return
        try:
            self._show(mark, window)
        except OSError as refused:  # no Explorer, for example on a server without a desktop
            log.info("the taskbar shows no progress: %s", refused)
            self._is_missing = True

    def _show(self, mark: Mark, window: int) -> None:
        if self._buttons is None:
            self._buttons = self._make()
        if not mark.is_busy:
            self._buttons.set_state(window, NO_PROGRESS)
        elif mark.share is None:
            self._buttons.set_state(window, INDETERMINATE)
        else:
            self._buttons.set_state(window, NORMAL)
            self._buttons.set_value(window, round(mark.share * WHOLE), WHOLE)


CLASS_CONTEXT = 0x1
"""CLSCTX_INPROC_SERVER."""
TASKBAR_LIST = "{56FDF344-FD6D-11D0-958A-006097C9A090}"
"""CLSID_TaskbarList."""
TASKBAR_LIST_3 = "{EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF}"
"""IID_ITaskbarList3."""
HR_INIT, SET_VALUE, SET_STATE = 3, 9, 10
"""Places in the table of methods: three of IUnknown, five of ITaskbarList, one of ITaskbarList2, then our own."""


class ComButtons:
    """ITaskbarList3 through ctypes: its three methods are no reason for a library. Raises OSError where it is missing.

    It lives as long as the program; Windows frees it with the process.
    """

    def __init__(self) -> None:
        ole = getattr(ctypes, "oledll").ole32  # noqa: B009 - only Windows' ctypes has it; it raises OSError for a failure
        ids = [ctypes.create_string_buffer(16) for _ in range(2)]
        for text, place in zip((TASKBAR_LIST, TASKBAR_LIST_3), ids, strict=True):
            ole.CLSIDFromString(ctypes.c_wchar_p(text), place)
        self._object = ctypes.c_void_p()
        ole.CoCreateInstance(ids[0], None, ctypes.c_uint32(CLASS_CONTEXT), ids[1], ctypes.byref(self._object))
        self._call(HR_INIT)

    def set_state(self, window: int, state: int) -> None:
        self._call(SET_STATE, (ctypes.c_void_p, window), (ctypes.c_int, state))

    def set_value(self, window: int, done: int, whole: int) -> None:
        self._call(SET_VALUE, (ctypes.c_void_p, window), (ctypes.c_uint64, done), (ctypes.c_uint64, whole))

    def _call(self, place: int, *arguments: tuple[Any, int]) -> None:
        """Call a method of the table. Raises OSError for a negative HRESULT."""
        types = [kind for kind, _value in arguments]
        prototype = getattr(ctypes, "WINFUNCTYPE")(getattr(ctypes, "HRESULT"), *types)  # noqa: B009
        prototype(place, "ITaskbarList3")(self._object, *(value for _kind, value in arguments))
