// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// Lists a tree on disk: `src`, `ceph-releases`, and what links in them lead to elsewhere in the tree.
struct TreeScan {
    private let root: FilePath
    private var listing = TreeListing()
    private var pending: [TreePath] = []

    static func listing(of root: FilePath) throws -> TreeListing {
        var scan = TreeScan(root: root)
        for top in FlavorTree.tops { try scan.look(at: TreePath(parsing: top), isWanted: false) }
        while let folder = scan.pending.popLast() { try scan.enter(folder) }
        return scan.listing
    }

    private init(root: FilePath) {
        self.root = root
    }

    private mutating func enter(_ folder: TreePath) throws {
        let place = folder.onDisk(under: root)
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: place.string)
        } catch let error as CocoaError {
            throw FlavorFailure.unreadable(place, reason: error.reason)
        }
        for name in names {
            guard !name.unicodeScalars.contains(where: Self.isUnusable) else {
                throw FlavorFailure.unusableName(name, folder: place)
            }
            try look(at: folder.appending(name), isWanted: true)
        }
    }

    /// Adds what lies at `path`; that it must be there, `isWanted` says.
    private mutating func look(at path: TreePath, isWanted: Bool) throws {
        guard listing[path] == nil else { return }
        let place = path.onDisk(under: root)
        var status = stat()
        guard lstat(place.string, &status) == 0 else {
            if !isWanted, errno == ENOENT || errno == ENOTDIR { return }
            throw FlavorFailure.unreadable(place, reason: Errno(rawValue: errno).description)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: listing.add(path, .file)
        case S_IFLNK: try add(link: path, at: place)
        case S_IFDIR:
            listing.add(path, .folder)
            pending.append(path)
        default: throw FlavorFailure.unreadable(place, reason: "it is neither a file nor a folder nor a symbolic link")
        }
    }

    private mutating func add(link path: TreePath, at place: FilePath) throws {
        let target = try FileManager.default.destinationOfSymbolicLink(atPath: place.string)
        listing.add(path, .link(target: target))
        // A link that leaves the tree is refused when it is followed.
        guard let parent = path.parent, let inside = try? TreePath(parsing: Self.join(parent, target)) else { return }
        try look(at: inside, isWanted: false)
    }

    /// A list with a file in each line cannot show it; U+FFFD stands for bytes that are no text.
    private static func isUnusable(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar == "\u{fffd}"
    }

    /// The path of a link's target in the tree, as far as names alone tell.
    static func join(_ folder: TreePath, _ target: String) -> String {
        var parts = target.hasPrefix("/") ? [".."] : folder.components
        for part in target.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}
