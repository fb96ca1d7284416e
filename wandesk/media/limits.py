"""Memory limit and priority of the media child, set before its first request; on Windows its rights as well."""

from __future__ import annotations

import logging
import sys

MEMORY_BYTES = 3_000_000_000
"""Of addresses: a picture of 100 megapixels needs up to 1 GB, a larger one up to 2 GB, and decoders ask for more than
they use (that of a lossless WEBP for three times as much)."""
NICENESS = 10

log = logging.getLogger(__name__)

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    def limit_this_process() -> None:
        """Limit the memory, forbid programs and other windows, lower the priority; what the system refuses is logged.

        A job object holds this process alone; its handle stays open until the process ends.
        """

        class BasicLimits(ctypes.Structure):
            """JOBOBJECT_BASIC_LIMIT_INFORMATION of winnt.h."""

            _fields_ = (
                ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
                ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
                ("LimitFlags", wintypes.DWORD),
                ("MinimumWorkingSetSize", ctypes.c_size_t),
                ("MaximumWorkingSetSize", ctypes.c_size_t),
                ("ActiveProcessLimit", wintypes.DWORD),
                ("Affinity", ctypes.c_size_t),
                ("PriorityClass", wintypes.DWORD),
                ("SchedulingClass", wintypes.DWORD),
            )

        class ExtendedLimits(ctypes.Structure):
            """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h."""

            _fields_ = (
                ("BasicLimitInformation", BasicLimits),
                ("IoInfo", ctypes.c_ulonglong * 6),
                ("ProcessMemoryLimit", ctypes.c_size_t),
                ("JobMemoryLimit", ctypes.c_size_t),
                ("PeakProcessMemoryUsed", ctypes.c_size_t),
                ("PeakJobMemoryUsed", ctypes.c_size_t),
            )

        below_normal_priority = 0x4000
        limit_active_processes, limit_process_memory = 0x8, 0x100
        ui_restrictions, extended_limit_information = 4, 9  # JOBOBJECTINFOCLASS
        every_ui_limit = 0xFF  # clipboard, desktops, windows of others, system parameters, end of the session
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetPriorityClass.argtypes = (wintypes.HANDLE, wintypes.DWORD)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        this = kernel.GetCurrentProcess()
        if not kernel.SetPriorityClass(this, below_normal_priority):
            log.info("the priority was not lowered: %s", ctypes.get_last_error())
        limits = ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = limit_process_memory | limit_active_processes
        limits.BasicLimitInformation.ActiveProcessLimit = 1  # itself: it starts no program
        limits.ProcessMemoryLimit = MEMORY_BYTES
        ui = wintypes.DWORD(every_ui_limit)
        job = kernel.CreateJobObjectW(None, None)
        is_limited = (
            job
            and kernel.SetInformationJobObject(
                job, extended_limit_information, ctypes.byref(limits), ctypes.sizeof(limits)
            )
            and kernel.SetInformationJobObject(job, ui_restrictions, ctypes.byref(ui), ctypes.sizeof(ui))
            and kernel.AssignProcessToJobObject(job, this)
        )
        if not is_limited:
            log.info("no limits were set: %s", ctypes.get_last_error())

else:
    import os
    import resource

    def limit_this_process() -> None:
        """Limit the memory and lower the priority; what the system refuses is logged."""
        os.nice(NICENESS)
        try:
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        except (ValueError, OSError) as error:
            log.info("no memory limit was set: %s", error)  # some versions of macOS refuse it
