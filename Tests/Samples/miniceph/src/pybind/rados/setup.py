# SPDX-License-Identifier: Apache-2.0
"""Compiles and installs the module `rados` with the standard library alone.

setup.py where PREFIX                   prints the folder for modules
setup.py build MODULE INCLUDES LIBS     compiles rados.c
setup.py install MODULE FOLDER          copies the module
"""
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig


def where(prefix):
    scheme = "deb_system" if "deb_system" in sysconfig.get_scheme_names() else sysconfig.get_default_scheme()
    bases = dict.fromkeys(("base", "platbase", "installed_base", "installed_platbase"), prefix)
    print(sysconfig.get_path("platlib", scheme, bases))


def build(module, includes, libs):
    os.makedirs(os.path.dirname(module), exist_ok=True)
    subprocess.run(
        shlex.split(os.environ.get("CC", "cc"))
        + ["-shared", "-fPIC", "-O1", "-Wall", "-I" + sysconfig.get_path("include"), "-I" + includes]
        + ["rados.c", "-o", module, "-L" + libs, "-Wl,-rpath-link," + libs, "-lrados"],
        check=True,
    )


def install(module, folder):
    os.makedirs(folder, exist_ok=True)
    shutil.copy(module, folder)
    print("-- Installing: " + os.path.join(folder, os.path.basename(module)))


{"where": where, "build": build, "install": install}[sys.argv[1]](*sys.argv[2:])
