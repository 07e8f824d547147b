// SPDX-License-Identifier: Apache-2.0

import FileTree
import Testing

@testable import CephBuild

struct ProductTargetTests {
    private static let known: [(path: String, target: String?)] = [
        ("usr/bin/ceph-mds", "ceph-mds"), ("usr/sbin/mount.ceph", "mount.ceph"),
        ("usr/lib/x86_64-linux-gnu/librados.so.2.0.0", "librados"),
        ("usr/lib/x86_64-linux-gnu/librbd.so.1", "librbd"), ("usr/lib/libcephfs.so", "cephfs"),
        ("usr/lib/libradosstriper.so.1.0.0", "radosstriper"), ("usr/lib/ceph/libceph-common.so.2", "ceph-common"),
        ("usr/lib/rados-classes/libcls_lock.so.1.0.0", "cls_lock"),
        ("usr/lib/ceph/librbd/libceph_librbd_pwl_cache.so.1.0.0", "librbd_plugin_pwl_cache"),
        ("usr/lib/ceph/erasure-code/libec_jerasure.so", "ec_jerasure"),
        ("usr/lib/python3/dist-packages/rados.cpython-313-x86_64-linux-gnu.so", "cython_rados"),
        ("usr/libexec/ceph/something", nil), ("libx", nil),
    ]

    @Test(arguments: known)
    func `a product is named after its target, with the exceptions of Ceph`(path: String, target: String?) throws {
        #expect(try ProductTarget.name(of: TreePath(parsing: path)) == target)
    }
}
