"""Our side: the program, run anew for each thing that it is asked."""

import csv
import json
import re
import subprocess
import tempfile
from pathlib import Path


class NotAble(Exception):
    """A backend that cannot run a workload; says why."""


class Program:
    def __init__(self, path, root):
        self.path, self.root = path, root

    def _run(self, *words):
        return subprocess.run([self.path, *words], cwd=self.root, capture_output=True, text=True)

    def mnist_folder(self):
        listed = self._run("data", "list")
        found = re.search(r"^mnist +mnist +fetched +(/.*)$", listed.stdout, re.MULTILINE)
        if not found:
            raise SystemExit("compare: there is no MNIST; fetch it: logitbench data fetch mnist")
        return found.group(1)

    def train(self, workload, backend, dtype, threads, epochs):
        """The run's config as resolved, and the train loss of each epoch."""
        with tempfile.TemporaryDirectory(prefix="logitbench-compare-") as folder:
            ended = self._run(
                "run", str(workload.config(self.root)), f"train.epochs={epochs}", "--quiet",
                f"backend.name={backend}", f"backend.dtype={dtype}", f"backend.threads={threads}",
                "--out", folder)
            if ended.returncode != 0:
                raise NotAble((ended.stderr.strip().splitlines() or ["it failed"])[-1])
            manifest = json.loads((Path(folder) / "manifest.json").read_text())
            with open(Path(folder) / "curves.csv", newline="") as curves:
                losses = [float(row["value"]) for row in csv.DictReader(curves)
                          if (row["split"], row["metric"]) == ("train", "loss")]
        return manifest["runs"][0]["config"], losses

    def rounds(self, workload, backend, dtype, threads, min_time_s):
        """Samples per second by the number of threads, for those in the list `threads`."""
        on = "|".join(map(str, threads))
        pattern = f"^train/{workload.name}/{backend}/{dtype}/threads:({on})/"
        ended = self._run("bench", pattern, "--benchmark_format=json",
                          f"--benchmark_min_time={min_time_s}")
        try:
            entries = json.loads(ended.stdout)["benchmarks"]
        except ValueError:  # it ended before the first of them, or within one
            raise NotAble(ended.stderr.strip() or "it failed") from None
        speeds = {}
        for entry in entries:
            if entry.get("error_occurred") or entry.get("skipped"):
                raise NotAble(entry.get("error_message") or entry.get("skip_message", ""))
            count = int(re.search(r"/threads:(\d+)", entry["name"]).group(1))
            speeds[count] = entry["items_per_second"]
        if ended.returncode != 0:
            raise NotAble(ended.stderr.strip() or "it failed")
        return speeds
