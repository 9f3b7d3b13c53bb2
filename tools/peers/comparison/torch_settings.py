"""The peer at its best: a search over what its users can set.

One thing is varied after the other, from what is usually best; each setting of the environment needs
a process of its own, the forms of training (channels_last, the optimizer's variants) do not.
"""

from dataclasses import replace

from comparison.torch_process import Setting, TorchProcess, openblas_folders

SEARCH_S = 0.25  # of training, for each candidate

CAPABILITIES = ["", "avx2", "avx512"]


def form_text(form):
    return ("channels_last, " if form["channels_last"] else "") + "optimizer " + form["optimizer"]


def best_form(setting, config, dtype, mnist_folder, say):
    """Samples per second of the best form under this setting, and that form."""
    best = (0.0, None)
    with TorchProcess(setting, config, dtype, mnist_folder) as torch:
        for form in torch.forms:
            speed = torch.glance_samples_per_s(form, SEARCH_S)
            say(f"    {speed:12,.0f} samples/s  {setting}, {form_text(form)}")
            best = max(best, (speed, form), key=lambda candidate: candidate[0])
    return best


def search(config, dtype, mnist_folder, threads, keep_memory, say):
    """The best setting found, and its form."""
    known = {}
    values = {"threads": threads, "capability": CAPABILITIES, "blas": openblas_folders(),
              "keep_memory": [False, True] if keep_memory else [False]}

    def speed_of(setting):
        if setting not in known:
            known[setting] = best_form(setting, config, dtype, mnist_folder, say)
        return known[setting][0]

    best = Setting(max(threads), "", openblas_folders()[0])
    for key in ["threads", "blas", "capability", "keep_memory", "threads"]:
        best = max([replace(best, **{key: value}) for value in values[key]], key=speed_of)
    return best, known[best][1]
