// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// Why an ELF object could not be read or changed.
package enum ELFError: Error, Equatable, CustomStringConvertible {
    /// The reason is libelf's.
    case unreadable(FilePath, reason: String)
    /// The copy that was to be changed.
    case unwritable(FilePath, reason: String)
    /// There is neither a RUNPATH nor an RPATH, and no room for one.
    case noRunpath(FilePath)
    /// `room` is the byte count of the present one.
    case runpathTooLong(FilePath, runpath: String, room: Int)
    /// Other names of the object lie in the same bytes.
    case runpathShared(FilePath, runpath: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "the ELF object \(path) cannot be read: \(reason)"
        case .unwritable(let path, let reason): "the ELF object \(path) cannot be written: \(reason)"
        case .noRunpath(let path): "the ELF object \(path) has no RUNPATH that could be changed; link it with one"
        case .runpathTooLong(let path, let runpath, let room):
            "the RUNPATH \(runpath) does not fit into the ELF object \(path), which has room for \(room) bytes; link it with a longer one"
        case .runpathShared(let path, let runpath):
            "the RUNPATH \(runpath) of the ELF object \(path) cannot be changed in place: other names share its bytes"
        }
    }
}
