// SPDX-License-Identifier: Apache-2.0

/// The scripts that run inside an image. Both read lines `OBJECT [PLUGIN:…]`; the plugins are loaded into the object as
/// if it had opened them. Paths with blanks cannot be asked about: `LD_PRELOAD` itself does not support them.
enum LoaderScript {
    /// Finds the loader, and traces `$object` with `$plugins`.
    private static let prelude = #"""
        for loader in /lib64/ld-linux-*.so.* /lib/ld-linux*.so.* /lib64/ld64.so.* /lib/ld64.so.*; do
            [ -x "$loader" ] && break
        done
        trace() {
            LD_PRELOAD="$plugins" LD_TRACE_LOADED_OBJECTS=1 LD_WARN=yes LD_BIND_NOW=yes \
                "$loader" "$object" 2>&1 </dev/null
            # A file that ends before its segments do kills the loader without a word (135: SIGBUS).
            if [ $? -eq 135 ]; then
                printf '%s: error while loading shared libraries: %s: bus error\n' "$object" "$object"
            fi
        }

        """#

    /// Prints `@@ OBJECT`, then all that the loader says of it.
    static let full =
        prelude + #"""
            while read -r object plugins; do
                printf '@@ %s\n' "$object"
                trace
            done
            echo @@
            """#

    /// Prints `@@ OBJECT`, then `COUNT PLUGIN` for each plugin that lacks symbols: a program that is no host of a plugin
    /// lacks hundreds. A plugin that cannot be loaded at all counts once; `failed` is an object that cannot.
    static let counting =
        prelude + #"""
            while read -r object plugins; do
                printf '@@ %s\n' "$object"
                output=$(trace)
                case $output in *"error while loading shared libraries"*) echo failed ;; esac
                printf '%s\n' "$output" | sed -n -E '
                    /=>/d
                    s/^.*[(](\/[^)]*)[)]$/\1/p
                    s/^ERROR: ld.so: object .(\/[^ ]*). from LD_PRELOAD cannot.*/\1/p' | sort | uniq -c
            done
            echo @@
            """#
}
