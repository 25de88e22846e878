"""What several tests need and nobody changes is made once for a run, by whichever process needs it first."""

import fcntl
import os


def made_once(tmp_path_factory, name, make):
    """The folder of this name, which `make(folder)` fills; the others wait until it is there."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / name, shared / f"{name}.done"
    with open(shared / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            done.touch()
    return folder
