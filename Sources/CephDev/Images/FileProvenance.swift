// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
package import Digests
internal import FileTree

/// Where one file of an image came from.
package struct FileProvenance: Sendable, Equatable, Encodable {
    /// Absolute.
    package let path: String
    /// Of a regular file's content.
    package let sha256: Digest?
    /// Of a regular file, in bytes.
    package let size: Int64?
    /// Of a symbolic link.
    package let target: String?
    /// Octal.
    package let mode: String
    /// The diffID of the layer that holds it; nil in an unpacked file system.
    package let layer: Digest?
    /// Nil for a file that cephdev did not build.
    package let component: String?
    /// The target that cmake built it by, as its name tells; nil for what is no product of a linker.
    package let cmakeTarget: String?
    /// The commit of its source; nil for a file that cephdev did not build.
    package let commit: String?
    /// The first digits of the digest of the edits that it was built with.
    package let edits: String?

    /// What is known of `entry` in a layer whose `origin` is nil when cephdev did not write it.
    init(_ entry: FileEntry, in layer: Digest?, from origin: LayerOrigin?) {
        path = entry.path.description
        mode = String(entry.mode, radix: 8)
        self.layer = layer
        var isELF = false
        switch entry.kind {
        case .file(let byteCount, let digest, let elf):
            (sha256, size, target, isELF) = (digest, byteCount, nil, elf)
        case .symlink(let target): (sha256, size, self.target) = (nil, nil, target)
        case .directory, .special: (sha256, size, target) = (nil, nil, nil)
        }
        component = origin.map { _ in Component(of: entry.path).rawValue }
        cmakeTarget = origin != nil && isELF ? ProductTarget.name(of: entry.path) : nil
        commit = origin?.commit
        edits = origin?.edits
    }
}
