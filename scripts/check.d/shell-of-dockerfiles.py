#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""shell-of-dockerfiles.py FOLDER OUTPUT: writes what RUN instructions of the Dockerfiles below FOLDER have a shell do into files
of OUTPUT, each text once, for shellcheck to look at."""

import hashlib
import pathlib
import sys


def instructions(text):
    """The instructions with their lines, comments left out."""
    lines = []
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        lines.append(line)
        if not line.endswith("\\"):
            yield lines
            lines = []


folder, output = map(pathlib.Path, sys.argv[1:])
output.mkdir(parents=True, exist_ok=True)
for path in sorted(folder.rglob("*Dockerfile")):
    for lines in instructions(path.read_text()):
        if lines[0].upper().startswith("RUN ") and not lines[0][4:].lstrip().startswith("["):
            text = "\n".join([lines[0][4:], *lines[1:]]) + "\n"
            name = hashlib.sha256(text.encode()).hexdigest()[:12]
            (output / f"{path.parent.name}-{name}.sh").write_text(text)
