"""Linux's seccomp: system calls that this process never needs fail from now on.

The filter is assembled here: libseccomp, which the bindings on PyPI need, is not on every computer.
Numbers: the kernel's syscall tables; layouts: linux/seccomp.h, linux/filter.h, linux/audit.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Mapping
from dataclasses import dataclass

_PR_SET_SECCOMP, _FILTER_MODE = 22, 2
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Instructions of classic BPF: load a word, three conditional jumps, return."""
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
"""Offsets in struct seccomp_data; the low word of an argument comes first (both machines are little-endian)."""
_CLONE_THREAD = 0x10000
_X32 = 0x40000000
"""x86-64 has every call a second time, with this bit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """`audit` is its AUDIT_ARCH, `calls` the numbers of its system calls."""

    audit: int
    calls: Mapping[str, int]
    has_x32: bool = False


_EVERYWHERE = {
    "clone3": 435,
    "pidfd_send_signal": 424,
    "pidfd_open": 434,
    "pidfd_getfd": 438,
    "process_madvise": 440,
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
}
MACHINES: Mapping[str, Machine] = {
    "x86_64": Machine(
        audit=0xC000003E,
        has_x32=True,
        calls={
            **_EVERYWHERE,
            "socket": 41,
            "connect": 42,
            "accept": 43,
            "bind": 49,
            "listen": 50,
            "socketpair": 53,
            "accept4": 288,
            "clone": 56,
            "fork": 57,
            "vfork": 58,
            "execve": 59,
            "execveat": 322,
            "kill": 62,
            "tkill": 200,
            "tgkill": 234,
            "rt_sigqueueinfo": 129,
            "rt_tgsigqueueinfo": 297,
            "ptrace": 101,
            "process_vm_readv": 310,
            "process_vm_writev": 311,
            "perf_event_open": 298,
            "unshare": 272,
            "setns": 308,
            "mount": 165,
            "umount2": 166,
            "pivot_root": 155,
            "chroot": 161,
            "add_key": 248,
            "request_key": 249,
            "keyctl": 250,
            "bpf": 321,
            "userfaultfd": 323,
        },
    ),
    "aarch64": Machine(
        audit=0xC00000B7,
        calls={
            **_EVERYWHERE,
            "socket": 198,
            "socketpair": 199,
            "bind": 200,
            "listen": 201,
            "accept": 202,
            "connect": 203,
            "accept4": 242,
            "clone": 220,
            "execve": 221,
            "execveat": 281,
            "kill": 129,
            "tkill": 130,
            "tgkill": 131,
            "rt_sigqueueinfo": 138,
            "rt_tgsigqueueinfo": 240,
            "ptrace": 117,
            "process_vm_readv": 270,
            "process_vm_writev": 271,
            "perf_event_open": 241,
            "unshare": 97,
            "setns": 268,
            "mount": 40,
            "umount2": 39,
            "pivot_root": 41,
            "chroot": 51,
            "add_key": 217,
            "request_key": 218,
            "keyctl": 219,
            "bpf": 280,
            "userfaultfd": 282,
        },
    ),
}
SIGNALS_TO_ITSELF = frozenset({"kill", "tgkill"})
"""Allowed with the own process id: `abort` uses them, and a crash must end the process."""


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def restrict_calls() -> bool:
    """Let sockets, new processes, programs, signals to others and tracing fail with EPERM, in this thread and those it
    starts.

    False on a machine or kernel without it. `PR_SET_NO_NEW_PRIVS` must be set. Raises OSError.
    """
    machine = MACHINES.get(platform.machine())
    if machine is None:
        return False
    code = _assembled(machine, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(length=len(code) // 8, filter=ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0:
        return True
    number = ctypes.get_errno()
    if number == errno.EINVAL:  # a kernel without it
        return False
    raise OSError(number, os.strerror(number))


def _assembled(machine: Machine, pid: int) -> bytes:
    """The filter: one test after the other, and everything else is allowed."""
    refused, unknown = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
    code = [
        _instruction(_LOAD, _ARCH_AT),
        _instruction(_EQUAL, machine.audit, if_true=1),
        _instruction(_RETURN, _KILL_PROCESS),
        _instruction(_LOAD, _NUMBER_AT),
    ]
    if machine.has_x32:
        code += [_instruction(_AT_LEAST, _X32, if_false=1), _instruction(_RETURN, refused)]
    for name, number in machine.calls.items():
        match name:
            case "clone3":  # its flags are out of a filter's reach; without it, threads are started by `clone`
                verdict = [_instruction(_RETURN, unknown)]
            case "clone":
                verdict = [
                    _instruction(_LOAD, _FIRST_ARGUMENT_AT),
                    _instruction(_ANY_BIT, _CLONE_THREAD, if_false=1),
                    _instruction(_RETURN, _ALLOW),
                    _instruction(_RETURN, refused),
                ]
            case name if name in SIGNALS_TO_ITSELF:
                verdict = [
                    _instruction(_LOAD, _FIRST_ARGUMENT_AT),
                    _instruction(_EQUAL, pid, if_false=1),
                    _instruction(_RETURN, _ALLOW),
                    _instruction(_RETURN, refused),
                ]
            case _:
                verdict = [_instruction(_RETURN, refused)]
        code += [_instruction(_EQUAL, number, if_false=len(verdict)), *verdict]
    return b"".join([*code, _instruction(_RETURN, _ALLOW)])


def _instruction(code: int, value: int, *, if_true: int = 0, if_false: int = 0) -> bytes:
    """struct sock_filter: the jumps are numbers of instructions to skip."""
    return struct.pack("<HBBI", code, if_true, if_false, value)
