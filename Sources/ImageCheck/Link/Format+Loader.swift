// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// What glibc calls the machines that it runs on.
extension DynamicObject.Format {
    /// The flags of entries of `ld.so.cache` for these objects (glibc, sysdeps/generic/ldconfig.h); nil when not known.
    var cacheFlags: UInt32? {
        switch (machine, isWide) {
        case (Self.amd64, true): 0x0303
        case (Self.amd64, false): 0x0803  // x32
        case (183, true): 0x0a03  // AArch64
        case (Self.i386, false): 0x0003
        case (21, true): 0x0503  // PowerPC
        case (22, true): 0x0403  // S/390
        default: nil
        }
    }

    /// The same when the `ldconfig` of a system whose programs are `system` takes such objects.
    func cacheFlags(on system: Self) -> UInt32? {
        let isOfFamily = [machine, system.machine].allSatisfy { [Self.amd64, Self.i386].contains($0) }
        return self == system || isOfFamily ? cacheFlags : nil
    }

    /// `$PLATFORM`.
    var platform: String {
        switch machine {
        case Self.amd64: "x86_64"
        case Self.i386: "i386"
        case 183: "aarch64"
        case 21: "powerpc64"
        case 22: "s390x"
        default: ""
        }
    }

    /// The place of the loader of their processes.
    var loader: String? {
        switch (machine, isWide) {
        case (Self.amd64, true): "lib64/ld-linux-x86-64.so.2"
        case (Self.amd64, false): "libx32/ld-linux-x32.so.2"
        case (183, true): "lib/ld-linux-aarch64.so.1"
        case (Self.i386, false): "lib/ld-linux.so.2"
        case (21, true): isBigEndian ? "lib64/ld64.so.1" : "lib64/ld64.so.2"
        case (22, true): "lib/ld64.so.1"
        default: nil
        }
    }

    /// The name of Debian's folders for these libraries; nil where `tree` is not made that way.
    func triplet(in tree: FileTree) -> String? {
        let triplet = "\(platform)-linux-gnu"
        guard let folder = try? TreePath(parsing: "usr/lib/\(triplet)") else { return nil }  // it parses
        return tree[folder] == nil ? nil : triplet
    }

    private static let amd64: UInt16 = 62
    private static let i386: UInt16 = 3
}
