# SPDX-License-Identifier: Apache-2.0
"""Commands timed and weighed."""

import statistics
import subprocess
import tempfile
import time


class Sample:
    """What a command took: seconds, and the largest resident set of it or a child of it, in bytes."""

    def __init__(self, seconds, peak):
        self.seconds = seconds
        self.peak = peak


def once(command, **options):
    """Runs a command to its end. A failure shows what the command said."""
    with tempfile.NamedTemporaryFile("r") as weight:
        # Started by a small program: a child counts what its parent held when it was forked.
        start = time.monotonic()
        result = subprocess.run(["time", "--format", "%M", "--output", weight.name, *command], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, **options)
        seconds = time.monotonic() - start
        if result.returncode != 0:
            raise RuntimeError(f"{command} ended with {result.returncode}:\n"
                               f"{result.stdout.decode(errors='replace')[-2000:]}")
        return Sample(seconds, int(weight.read().split()[-1]) * 1024)


def median(samples):
    return Sample(statistics.median(s.seconds for s in samples), max(s.peak for s in samples))
