// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// The install tree from one build to the next: files that cmake finds up to date stay as they are, so that nobody need
/// copy, hash or strip them again, and nothing of an earlier build stays that this one does not place.
///
/// cmake lists what its own rules place, up to date or not (`install_manifest.txt`). What a rule's program places
/// (`setup.py`) is not in the list; it goes before each install, and comes back by it.
struct InstallTree {
    private let root: FilePath
    private let manifest: FilePath
    /// What the last install that came to its end listed.
    private let record: FilePath

    init(folders: BuildFolders) {
        root = folders.install
        manifest = folders.build.appending("install_manifest.txt")
        record = folders.build.appending(".cephdev-installed")
    }

    /// Takes away all that the last install did not list, or everything when it did not come to its end.
    func prepare() throws {
        let known = try Self.paths(in: record)
        for stale in [record, manifest] where FileManager.default.fileExists(atPath: stale.string) {
            try FileManager.default.removeItem(atPath: stale.string)
        }
        try keep(known, in: "")
    }

    /// Takes away what an earlier install listed and this one did not.
    func finish(after known: Set<String>) throws {
        let placed = try Self.paths(in: manifest)
        for path in known.subtracting(placed) {
            let stale = root.string + path
            guard Self.mode(stale) != nil else { continue }
            try FileManager.default.removeItem(atPath: stale)
        }
        try Data(placed.sorted().joined(separator: "\n").utf8)
            .write(to: URL(filePath: record.string), options: .atomic)
    }

    /// What the last install listed: paths below the root that begin with a slash.
    func known() throws -> Set<String> { try Self.paths(in: record) }

    private static func paths(in list: FilePath) throws -> Set<String> {
        guard FileManager.default.fileExists(atPath: list.string) else { return [] }
        let content = String(decoding: try Data(contentsOf: URL(filePath: list.string)), as: UTF8.self)
        return Set(content.split(separator: "\n").map(String.init).filter { $0.hasPrefix("/") && !$0.contains("/../") })
    }

    private func keep(_ known: Set<String>, in folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: root.string + folder) {
            let path = "\(folder)/\(name)"
            if Self.mode(root.string + path).map({ $0 & S_IFMT == S_IFDIR }) == true {
                try keep(known, in: path)
            } else if !known.contains(path) {
                try FileManager.default.removeItem(atPath: root.string + path)
            }
        }
    }

    /// Nil when nothing is there; a link that leads nowhere is something.
    private static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : nil
    }
}
