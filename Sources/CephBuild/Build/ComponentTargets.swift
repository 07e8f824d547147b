// SPDX-License-Identifier: Apache-2.0

/// The cmake targets behind the names that Ceph developers give its parts (ceph.spec.in, src/CMakeLists.txt).
package enum ComponentTargets {
    private static let table: [String: [String]] = [
        "mon": ["ceph-mon", "ceph-monstore-tool"],
        "osd": ["ceph-osd", "ceph-objectstore-tool", "ceph-bluestore-tool"],
        "mds": ["ceph-mds"],
        "mgr": ["ceph-mgr"],
        "rgw": ["radosgw", "radosgw-admin"],
        "rbd": ["rbd", "rbd-mirror", "rbd-nbd"],
        "cephfs": ["cephfs", "ceph-fuse"],
        "common": ["ceph-common", "rados", "librados", "radosstriper", "ceph-conf", "ceph-authtool"],
        "plugins": ["erasure_code_plugins", "compressor_plugins", "crypto_plugins", "cls_lock"],
        "python": ["cython_rados", "cython_cephfs", "cython_rbd"],
    ]

    /// The targets of the component `name`, or `name` itself, a cmake target then.
    package static func expand(_ name: String) -> [String] {
        table[name] ?? [name]
    }
}
