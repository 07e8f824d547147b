# SPDX-License-Identifier: Apache-2.0
"""A manager module that greets."""


class Module:
    def handle_command(self, name="world"):
        return 0, "hello, " + name, ""
