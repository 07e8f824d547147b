// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// The cmake target that an installed file is the product of, by its name (Ceph's CMakeLists.txt files).
package enum ProductTarget {
    /// Targets whose products are not called after them.
    private static let renamed = [
        "rados": "librados", "rbd": "librbd",
        "ceph_librbd_parent_cache": "librbd_plugin_parent_cache", "ceph_librbd_pwl_cache": "librbd_plugin_pwl_cache",
    ]

    /// The target of the ELF file `path`; nil when it has another kind of name.
    package static func name(of path: TreePath) -> String? {
        let name = path.name
        if let stem = name.prefixMatch(of: /([A-Za-z0-9_]+)\.cpython-/)?.1 { return "cython_\(stem)" }
        if let stem = name.wholeMatch(of: /lib(.+?)\.so(\.[0-9.]+)?/)?.1 {
            return renamed[String(stem)] ?? String(stem)
        }
        let folder = path.parent?.name
        return folder == "bin" || folder == "sbin" ? name : nil
    }
}
