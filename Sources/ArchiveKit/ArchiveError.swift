// SPDX-License-Identifier: Apache-2.0

package import Digests
package import FileTree

/// Why an archive could not be read or written.
package enum ArchiveError: Error, Equatable, CustomStringConvertible {
    /// The bytes are no archive, or are damaged or cut short; the reason is libarchive's. `member` is the last name read.
    case unreadable(member: String?, reason: String)
    /// A member's name is not UTF-8; bytes that are not are shown as U+FFFD.
    case nameNotUTF8(String)
    /// A member's name cannot be a path inside a root.
    case unusableName(TreePathError)
    /// A hard link names no earlier member of its archive.
    case hardLinkTargetMissing(link: TreePath, target: String)
    /// A sparse member has a hole of this many bytes, which is more than all holes of an archive may have together.
    case holeTooLarge(member: String, byteCount: Int64)
    /// This many bytes of a compressed stream stand for that many, and for how many more is not known.
    case expandsTooFar(from: Int64, to: Int64)
    /// The archive holds more than this many members.
    case tooManyMembers(Int)
    /// Names, link targets and attributes in the archive have more than this many bytes.
    case headersTooLong(Int)

    /// A file to write gave another number of bytes than its header says.
    case sizeMismatch(path: TreePath, declared: Int64, written: Int64)
    /// A time to write is negative or past the year 2242, in seconds since 1970; or a size is negative.
    case numberOutOfRange(path: TreePath, number: Int64)

    /// A compressor gave up.
    case compressionFailed(reason: String)

    /// The archive lacks a member that an image needs.
    case memberMissing(String)
    /// The archive of an image holds two members of this name, and which one counts is anybody's guess.
    case memberTwice(String)
    /// A JSON member that an image needs has this many bytes, more than any has.
    case documentTooLong(member: String, byteCount: Int64)
    /// A JSON member of an image archive does not say what it must.
    case malformedJSON(member: String, reason: String)
    /// The archive holds this many images and not one.
    case imageCount(Int)
    /// The archive holds more JSON than an image can need: this many bytes.
    case tooManyBytes(Int)
    /// A blob's bytes are not those that its name, or whoever names it, says.
    case blobMismatch(expected: Digest, found: Digest)
    /// The manifest and the configuration disagree about the number of layers.
    case layerCountMismatch(manifest: Int, configuration: Int)
    /// A layer's bytes are not those the configuration names; layers count from 0.
    case diffIDMismatch(layer: Int, expected: Digest, found: Digest)

    package var description: String {
        switch self {
        case .unreadable(let member?, let reason): "the archive cannot be read after '\(member)': \(reason)"
        case .unreadable(nil, let reason): "the archive cannot be read: \(reason)"
        case .nameNotUTF8(let name): "the name '\(name)' in the archive is not UTF-8"
        case .unusableName(let error): "the archive holds a name that cannot be used: \(error)"
        case .hardLinkTargetMissing(let link, let target):
            "the hard link '\(link)' names '\(target)', which the archive does not hold before it"
        case .holeTooLarge(let member, let byteCount): "the sparse file '\(member)' has a hole of \(byteCount) bytes"
        case .expandsTooFar(let from, let to):
            "the archive is made to exhaust its reader: \(from) bytes of it expand to more than \(to)"
        case .tooManyMembers(let count): "the archive holds more than \(count) members"
        case .headersTooLong(let count): "names and attributes in the archive have more than \(count) bytes"
        case .sizeMismatch(let path, let declared, let written):
            "'\(path)' was announced with \(declared) bytes and came with \(written)"
        case .numberOutOfRange(let path, let number): "\(number) is out of range for the size or time of '\(path)'"
        case .compressionFailed(let reason): "bytes cannot be compressed: \(reason)"
        case .memberMissing(let name): "the image archive has no '\(name)'"
        case .memberTwice(let name): "the image archive holds '\(name)' twice"
        case .documentTooLong(let member, let byteCount):
            "'\(member)' in the image archive has \(byteCount) bytes, too many for JSON"
        case .malformedJSON(let member, let reason): "'\(member)' in the image archive cannot be read: \(reason)"
        case .imageCount(let count): "the archive holds \(count) images where one was expected"
        case .tooManyBytes(let count): "the image archive holds more than \(count) bytes of JSON"
        case .blobMismatch(let expected, let found): "the blob \(expected) has the digest \(found)"
        case .layerCountMismatch(let manifest, let configuration):
            "the manifest lists \(manifest) layers and the configuration \(configuration)"
        case .diffIDMismatch(let layer, let expected, let found):
            "layer \(layer) is \(found) where the configuration says \(expected)"
        }
    }
}
