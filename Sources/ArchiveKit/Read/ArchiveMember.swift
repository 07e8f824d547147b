// SPDX-License-Identifier: Apache-2.0

/// The header of one member, copied out of the archive.
struct ArchiveMember {
    enum Kind {
        case file, directory, symlink, special
    }

    /// The name as it is written.
    let name: String
    let kind: Kind
    let mode: UInt16
    let owner: UInt32
    let group: UInt32
    let byteCount: Int64
    /// The target of a symbolic link; empty for anything else.
    let linkTarget: String
    /// The member this one is another name of.
    let hardLinkTarget: String?
    /// Extended attributes by their full names.
    let attributes: [String: [UInt8]]
}
