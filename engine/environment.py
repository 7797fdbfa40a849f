"""What has to be said before numpy and Rasa are loaded: threads, the processor's kernels, and silence.

The OpenBLAS that this numpy and scipy bring (0.3.18, 0.3.20) knows no processor that is newer than itself, and then
takes its slowest kernels, those of 2004: on a Xeon of 2023 products of matrices took three times as long, a training
36 s of processor time in place of 24. So it is told by what the processor can do.
"""

import os
from pathlib import Path

# The first whose instructions the processor has; on processors without them OpenBLAS decides.
KERNELS = (
    ("SkylakeX", {"avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512cd", "fma"}),
    ("Haswell", {"avx2", "fma"}),
)


def prepare(threads: int) -> None:
    """`threads` of the numeric libraries; what the environment says already stands."""
    said = {
        **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(threads)),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    if kernels := kernels_of(instructions()):
        said["OPENBLAS_CORETYPE"] = kernels
    for name, value in said.items():
        os.environ.setdefault(name, value)


def kernels_of(instructions: set[str]) -> str | None:
    return next((name for name, needed in KERNELS if needed <= instructions), None)


def instructions(file: Path = Path("/proc/cpuinfo")) -> set[str]:
    """What Linux says that the processor can do; nothing elsewhere."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return set()
    return set(next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), []))
