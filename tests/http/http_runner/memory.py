"""How much memory a server needs on the way, as Linux counts it."""

from pathlib import Path

PROC = Path("/proc")


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for task in (PROC / str(pid) / "task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


class Peak:
    """The most memory in use from now on, over what is in use now."""

    def __init__(self, pid: int):
        self.processes = family(pid)
        for process in self.processes:
            # Sets the peak back to the present.
            (PROC / str(process) / "clear_refs").write_text("5")
        self.before = self.read("VmRSS:")

    def growth(self) -> int:
        return self.read("VmHWM:") - self.before

    def read(self, name: str) -> int:
        total = 0
        for process in self.processes:
            lines = (PROC / str(process) / "status").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith(name))
        return total * 1024


def can_be_measured() -> bool:
    return (PROC / "self" / "clear_refs").exists()
