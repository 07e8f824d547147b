// SPDX-License-Identifier: Apache-2.0

internal import CXattr
internal import Glibc
internal import SystemPackage

/// Extended attributes of files on disk: the kinds that an image carries, capabilities and what users set. Labels of
/// SELinux and lists of access belong to the host.
enum ExtendedAttributes {
    static func isCarried(_ name: String) -> Bool {
        name == "security.capability" || name.hasPrefix("user.")
    }

    /// The attributes of `path` itself, no link followed; none where the file system has no attributes.
    static func read(_ path: FilePath) throws(ScanError) -> [String: [UInt8]] {
        var attributes: [String: [UInt8]] = [:]
        for name in try names(path) where isCarried(name) {
            attributes[name] = try value(name, path)
        }
        return attributes
    }

    private static func names(_ path: FilePath) throws(ScanError) -> [String] {
        let size = path.withPlatformString { llistxattr($0, nil, 0) }
        if size == 0 { return [] }
        guard size > 0 else {
            if errno == ENOTSUP { return [] }
            throw .unreadable(path, Errno(rawValue: errno))
        }
        var bytes = [CChar](repeating: 0, count: size)
        let count = path.withPlatformString { llistxattr($0, &bytes, size) }
        guard count >= 0 else { throw .unreadable(path, Errno(rawValue: errno)) }
        return bytes.prefix(count).split(separator: 0).map {
            String(decoding: $0.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    private static func value(_ name: String, _ path: FilePath) throws(ScanError) -> [UInt8] {
        let size = path.withPlatformString { lgetxattr($0, name, nil, 0) }
        guard size >= 0 else { throw .unreadable(path, Errno(rawValue: errno)) }
        var bytes = [UInt8](repeating: 0, count: size)
        let count = path.withPlatformString { lgetxattr($0, name, &bytes, size) }
        guard count >= 0 else { throw .unreadable(path, Errno(rawValue: errno)) }
        return Array(bytes.prefix(count))
    }
}
