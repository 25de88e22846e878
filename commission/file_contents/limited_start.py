"""A program of its own: takes away what a reader of strange files has no need of, then runs another program.

Started by commission.file_contents.child_processes. Arguments: bytes of memory,
seconds of a processor, bytes that may be written, the path of the program, and
the arguments of that.
"""

import resource
import runpy
import sys


def limit(memory, cpu_seconds, written):
    """Set limits that this process cannot raise again."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit(*map(int, sys.argv[1:4]))
    del sys.argv[:4]
    runpy.run_path(sys.argv[0], run_name="__main__")
