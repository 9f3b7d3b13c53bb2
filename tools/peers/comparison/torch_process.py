"""PyTorch's side: processes of train_torch.py, each with the settings that it was started with."""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

WORKER = Path(__file__).resolve().parent.parent / "train_torch.py"
PYTHON = "/usr/bin/python3"  # Debian's own: the one that Debian's packages are for

WARM_UP_S = 0.05


@dataclass(frozen=True)
class Setting:
    """What holds for a whole process."""

    threads: int
    capability: str  # ATEN_CPU_CAPABILITY; "" leaves the choice to PyTorch
    blas: str  # the folder of an OpenBLAS build, first on the loader's path
    flush_denormal: bool = False  # torch.set_flush_denormal
    keep_memory: bool = False  # the C library gives none back: gradients are made anew each step

    def __str__(self):
        return (f"{self.threads} thread{'s' if self.threads > 1 else ''}, "
                f"ATEN_CPU_CAPABILITY {self.capability or 'unset'}, {Path(self.blas).name}"
                + (", denormals flushed" if self.flush_denormal else "")
                + (", memory kept" if self.keep_memory else ""))


def openblas_folders():
    """Where the packages that are installed have put their libblas.so.3."""
    folders = []
    for package in ["libopenblas0-openmp", "libopenblas0-pthread"]:
        listed = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True).stdout
        folders += [str(Path(f).parent) for f in re.findall(r"^/.*/libblas\.so\.3$", listed, re.M)]
    return folders


def environment(setting):
    variables = {name: value for name, value in os.environ.items()
                 if not name.startswith(("OPENBLAS_", "OMP_", "GOMP_", "ATEN_", "KMP_"))}
    variables["OMP_NUM_THREADS"] = variables["OPENBLAS_NUM_THREADS"] = str(setting.threads)
    if setting.capability:
        variables["ATEN_CPU_CAPABILITY"] = setting.capability
    if setting.keep_memory:
        variables["MALLOC_MMAP_THRESHOLD_"] = variables["MALLOC_TRIM_THRESHOLD_"] = str(2**30)
    variables["LD_LIBRARY_PATH"] = ":".join(
        filter(None, [setting.blas, variables.get("LD_LIBRARY_PATH")]))
    return variables


class TorchProcess:
    def __init__(self, setting, config, dtype, mnist_folder):
        # A pipe that nobody reads would fill, and it would wait.
        self.last_words = tempfile.TemporaryFile("w+", errors="replace")
        self.process = subprocess.Popen(
            [PYTHON, str(WORKER), mnist_folder], env=environment(setting), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.last_words)
        hello = self.ask({"config": config, "dtype": dtype, "threads": setting.threads,
                          "flush_denormal": setting.flush_denormal})
        self.version, self.forms = hello["version"], hello["forms"]

    def ask(self, request):
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended: its last words tell why
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.last_words.seek(0)
            sys.exit("compare: PyTorch's process ended: " + self.last_words.read().strip())
        return json.loads(line)

    def losses(self, epochs, form):
        return self.ask({"losses": epochs, "form": form})

    def samples_per_s(self, epochs, form, at_least_s):
        self.glance_samples_per_s(form, WARM_UP_S)  # it has slept, and its memory is cold
        done = self.ask({"round": epochs, "form": form, "seconds": at_least_s})
        return done["samples"] / done["seconds"]

    def glance_samples_per_s(self, form, seconds):
        done = self.ask({"glance": seconds, "form": form})
        return done["samples"] / done["seconds"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(BrokenPipeError):  # it has ended, and that has been told
            self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.last_words.close()


def missing_packages():
    tried = subprocess.run([PYTHON, "-c", "import numpy, torch"], capture_output=True, text=True)
    missing = re.findall(r"No module named '(\w+)'", tried.stderr)
    packages = [f"python3-{name}" for name in missing]
    if tried.returncode != 0 and not missing:
        sys.exit("compare: PyTorch cannot be imported: " + tried.stderr.strip())
    if not openblas_folders():
        packages.append("libopenblas0-pthread")  # without it PyTorch is ten times slower: no peer
    return packages
