"""The peer at its best: a search over what its users can set.

One thing is varied after the other, from what is usually best. Each setting of the environment
needs a process of its own; the forms of training (channels_last, the optimizer's variants) do not.
"""

from dataclasses import replace
from pathlib import Path

from comparison.torch_process import Setting, TorchProcess, openblas_folders

GLANCE_S = 0.25  # of training, for each candidate
SECOND_LOOK_S = 0.6  # for those that came out best: a glance may have met a disturbance
SECOND_LOOKS = 3


def capabilities():
    """Unset, and what this processor has: PyTorch does not look, and would end on the first one."""
    words = set(Path("/proc/cpuinfo").read_text().split())
    flags = {"avx2": "avx2", "avx512": "avx512f"}
    return [""] + [name for name, flag in flags.items() if flag in words]


def form_text(form):
    return ("channels_last, " if form["channels_last"] else "") + "optimizer " + form["optimizer"]


class Search:
    def __init__(self, config, dtype, mnist_folder, say):
        self.peer = config, dtype, mnist_folder
        self.say = say
        self.candidates = []  # (samples per second, setting, form)

    def look(self, setting, forms, seconds):
        """Gives what was measured; all the forms that there are where none are given."""
        found = []
        with TorchProcess(setting, *self.peer) as torch:
            for form in forms or torch.forms:
                speed = torch.glance_samples_per_s(form, seconds)
                self.say(f"    {speed:12,.0f} samples/s  {setting}, {form_text(form)}")
                found.append((speed, setting, form))
        return found

    def speed_of(self, setting):
        if all(setting != known for _, known, _ in self.candidates):
            self.candidates += self.look(setting, None, GLANCE_S)
        return max(speed for speed, known, _ in self.candidates if known == setting)

    def best(self, values):
        """The best setting, each of its fields one of `values`, and its form."""
        setting = Setting(values["threads"][-1], "", values["blas"][0])
        for key in ["threads", "blas", "capability", "keep_memory", "threads", "flush_denormal"]:
            setting = max([replace(setting, **{key: value}) for value in values[key]],
                          key=self.speed_of)
        self.say("  the best of them again:")
        leading = sorted(self.candidates, key=speed_first)[:SECOND_LOOKS]
        again = [self.look(setting, [form], SECOND_LOOK_S)[0] for _, setting, form in leading]
        _, setting, form = min(again, key=speed_first)
        return setting, form


def speed_first(candidate):
    return -candidate[0]


def search(config, dtype, mnist_folder, threads, keep_memory, say):
    values = {"threads": threads, "capability": capabilities(), "blas": openblas_folders(),
              "flush_denormal": [False, True],
              "keep_memory": [False, True] if keep_memory else [False]}
    return Search(config, dtype, mnist_folder, say).best(values)
