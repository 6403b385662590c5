"""Starts one command and says what it cost. A process of its own, kept small: Linux counts the memory of whoever starts a
program into that program's peak, so a large starter would hide what the program itself used. Standard library only."""

import json
import os
import sys
import time


def main() -> int:
    """`launch.py FILE COMMAND…`: run the command; write wall and processor seconds, peak memory and status to FILE."""
    target, *command = sys.argv[1:]
    began = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - began
    with open(target, "w", encoding="utf-8") as file:
        json.dump(
            {
                "wall": wall,
                "cpu": used.ru_utime + used.ru_stime,
                "memory_mb": used.ru_maxrss / 1024,
                "status": os.waitstatus_to_exitcode(status),
            },
            file,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
