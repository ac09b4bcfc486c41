"""How much memory another process takes now: the guard on systems that do not limit a process themselves."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path


def resident(process: subprocess.Popen[bytes]) -> int:
    """Its memory in bytes; 0 where that cannot be told, as after it has ended."""
    system: str = sys.platform
    try:
        if system == "linux":
            pages = int(Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1])
            return pages * os.sysconf("SC_PAGESIZE")
        if system == "win32":
            return _on_windows(process)
        found = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(process.pid)], capture_output=True, check=False, timeout=1
        )
        return int(found.stdout or 0) * 1024
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return 0


class _Counters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of Windows."""

    _fields_ = [
        ("cb", ctypes.c_uint32),
        ("PageFaultCount", ctypes.c_uint32),
        *(
            (name, ctypes.c_size_t)
            for name in (
                "PeakWorkingSetSize",
                "WorkingSetSize",
                "QuotaPeakPagedPoolUsage",
                "QuotaPagedPoolUsage",
                "QuotaPeakNonPagedPoolUsage",
                "QuotaNonPagedPoolUsage",
                "PagefileUsage",
                "PeakPagefileUsage",
            )
        ),
    ]


def _on_windows(process: subprocess.Popen[bytes]) -> int:
    counters = _Counters(cb=ctypes.sizeof(_Counters))
    handle = ctypes.c_void_p(int(getattr(process, "_handle", 0)))
    kernel = ctypes.CDLL("kernel32")
    found = kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb)
    return int(counters.WorkingSetSize) if found else 0
