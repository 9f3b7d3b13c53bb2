# Runs the lines for pandas of results/analysis.md in the results folder that is the working folder, and writes what each
# name stands for as a CSV: answers.py PAGE OUT NAME...
import re
import sys

import matplotlib

matplotlib.use("agg")  # no window
page, out, *names = sys.argv[1:]
text = open(page).read()
# The first block is what the page says the others follow.
lines = re.findall(r"^```\n(import .*?)^```", text, re.M | re.S) + re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
known = {}
for block in lines:
    exec(block, known)
for name in names:
    answer = known[name]
    is_numbered = answer.index.names == [None]
    (answer if is_numbered else answer.reset_index()).to_csv(f"{out}/{name}.csv", index=False)
