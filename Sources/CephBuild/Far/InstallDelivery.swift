// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import FileTree
internal import FoundationEssentials
internal import Glibc
internal import ProcessKit
internal import SystemPackage

/// Makes a folder of this host what a volume holds; what has the same size, mode and time is taken for the same.
struct InstallDelivery: Sendable {
    private let entries: [FarEntry]
    private let root: FilePath

    init(of entries: [FarEntry], to root: FilePath) {
        self.entries = entries
        self.root = root
    }

    /// Removes what the volume does not hold, makes folders, links and empty files, and gives the files whose bytes are to come.
    func begin() async throws -> [FarEntry] {
        try await BlockingWork.run { flag in
            try prune(TreePath.root, wanted: Set(entries.map(\.path)), flag.check)
            var missing: [FarEntry] = []
            for entry in entries {
                try flag.check()
                if !isPresent(entry), try !make(entry) { missing.append(entry) }
            }
            return missing
        }
    }

    /// Writes the files of `missing` from the archive that `input` gives.
    ///
    /// - Throws: ``ArchiveError`` when it is damaged, or lacks one of them.
    func receive(_ missing: [FarEntry], from input: FileDescriptor, check: @escaping () throws -> Void) throws {
        let receiver = FileReceiver(missing, root: root)
        _ = try LayerReader.index(input, tap: receiver, check: check)
        if let lacking = receiver.lacking.first {
            throw ArchiveError.unreadable(member: lacking.string, reason: "it did not come")
        }
    }

    private func prune(_ folder: TreePath, wanted: Set<TreePath>, _ check: () throws -> Void) throws {
        try check()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.onDisk(under: root).string) {
            let path = try folder.appending(name)
            if !wanted.contains(path) {
                try FileManager.default.removeItem(atPath: path.onDisk(under: root).string)
            } else if status(path)?.st_mode.isFolder == true {
                try prune(path, wanted: wanted, check)
            }
        }
    }

    private func isPresent(_ entry: FarEntry) -> Bool {
        guard let status = status(entry.path) else { return false }
        switch entry.kind {
        case .directory: return status.st_mode.isFolder
        case .symlink(let target):
            let path = entry.path.onDisk(under: root).string
            // No link is no such link.
            return (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) == target
        case .file:
            return status.st_mode & S_IFMT == S_IFREG && UInt16(status.st_mode & 0o7777) == entry.mode
                && Int64(status.st_size) == entry.byteCount
                && Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec) == entry.modified
        }
    }

    /// Whether `entry` needs no bytes.
    private func make(_ entry: FarEntry) throws -> Bool {
        let path = entry.path.onDisk(under: root)
        if status(entry.path) != nil { try FileManager.default.removeItem(atPath: path.string) }
        switch entry.kind {
        case .directory:
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
        case .symlink(let target):
            try FileManager.default.createSymbolicLink(atPath: path.string, withDestinationPath: target)
        case .file where entry.byteCount == 0:
            try FileReceiver.finish(FileReceiver.create(path), as: entry, at: path)
        case .file: return false
        }
        return true
    }

    private func status(_ path: TreePath) -> stat? {
        var status = stat()
        return lstat(path.onDisk(under: root).string, &status) == 0 ? status : nil
    }
}

extension mode_t {
    fileprivate var isFolder: Bool { self & S_IFMT == S_IFDIR }
}
