// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// The small files of an image that a loader reads before anything else (ld.so(8)).
package enum LoaderFiles {
    package static let cache = "etc/ld.so.cache"

    static func holds(_ path: TreePath) -> Bool { path.string == cache }
}
