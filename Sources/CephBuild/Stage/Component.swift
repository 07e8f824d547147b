// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// A part of Ceph that a developer changes, and a node pulls, alone. In the order of their layers: what changes rarely
/// lies deepest (after the packages of ceph.spec.in).
package enum Component: String, Sendable, CaseIterable, Codable, Comparable {
    case tools, python, plugins, common, rbd, cephfs, rgw, mgr, mon, osd, mds

    package static func < (left: Component, right: Component) -> Bool {
        position(left) < position(right)
    }

    private static func position(_ component: Component) -> Int {
        allCases.firstIndex(of: component) ?? allCases.count
    }

    /// The component that the installed file `path` belongs to.
    package init(of path: TreePath) {
        let folders = path.components.dropLast()
        let name = path.name
        self =
            switch true {
            case folders.contains("mgr") && folders.contains("share"): .mgr
            case folders.contains(where: Self.pluginFolders.contains): .plugins
            case folders.contains("dist-packages") || folders.contains("site-packages"): .python
            default: Self.byName.first { name.hasPrefix($0.prefix) }?.component ?? .tools
            }
    }

    private static let pluginFolders: Set<String> = [
        "rados-classes", "erasure-code", "compressor", "crypto", "extblkdev", "denc", "librbd",
    ]

    /// Longer prefixes stand before the shorter ones that they begin with.
    private static let byName: [(prefix: String, component: Component)] = [
        ("ceph-monstore", .mon), ("ceph-mon", .mon),
        ("ceph-osdomap", .osd), ("ceph-osd", .osd), ("ceph-objectstore", .osd), ("ceph-bluestore", .osd),
        ("ceph-mds", .mds),
        ("ceph-mgr", .mgr),
        ("ceph-fuse", .cephfs), ("cephfs", .cephfs), ("libcephfs", .cephfs),
        ("radosgw", .rgw), ("rgw", .rgw), ("librgw", .rgw),
        ("rbd", .rbd), ("librbd", .rbd), ("ceph-rbdnamer", .rbd),
        ("libceph-common", .common), ("librados", .common), ("libcephsqlite", .common), ("rados", .common),
        ("ceph-conf", .common), ("ceph-authtool", .common),
    ]
}
