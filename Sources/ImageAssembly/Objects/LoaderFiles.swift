// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// The small files of an image that a loader, or who configures it, reads before anything else (ld.so(8), ldconfig(8)).
package enum LoaderFiles {
    package static let cache = "etc/ld.so.cache"
    private static let configuration = "etc/ld.so.conf"
    package static let preload = "etc/ld.so.preload"
    private static let included = "etc/ld.so.conf.d/"

    static func holds(_ path: TreePath) -> Bool {
        [cache, configuration, preload].contains(path.string) || path.string.hasPrefix(included)
    }
}
