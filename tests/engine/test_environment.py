"""What is said to the numeric libraries before they are loaded."""

from engine.environment import instructions, kernels_of


def test_the_kernels_are_the_best_that_the_processor_has():
    modern = {"fma", "avx2", "avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512cd"}
    assert kernels_of(modern) == "SkylakeX"
    assert kernels_of(modern - {"avx512vl"}) == "Haswell"
    assert kernels_of({"sse2"}) is None


def test_the_instructions_are_those_of_the_first_core(tmp_path):
    file = tmp_path / "cpuinfo"
    file.write_text("processor : 0\nflags\t\t: fma avx2\n\nprocessor : 1\nflags\t\t: fma avx2\n")
    assert instructions(file) == {"fma", "avx2"}


def test_where_nothing_is_said_of_instructions_there_are_none(tmp_path):
    assert instructions(tmp_path / "none") == set()
