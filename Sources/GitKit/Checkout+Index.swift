// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import SystemPackage

extension Checkout {
    /// Makes the index name only what is there.
    ///
    /// Of files that are gone, or have become folders, libgit2 does not always see what else came to their place, or is to
    /// come. Symbolic links in the place of folders and files are removed: it would write through them.
    func forgetMissing(in index: borrowing Handle) throws(GitError) {
        var folders = Folders(in: workTree)
        var missing: [String] = []
        for position in 0..<git_index_entrycount(index.pointer) {
            guard let entry = git_index_get_byindex(index.pointer, position)?.pointee, let name = entry.path else {
                continue
            }
            let path = String(cString: name)
            let place = workTree.appending(path)
            let isSubmodule = entry.mode == GIT_FILEMODE_COMMIT.rawValue
            let stands = try folders.stands(above: path[...])
            if stands, entry.mode != GIT_FILEMODE_LINK.rawValue, FileStore.isLink(place) { try FileStore.remove(place) }
            if stands, isSubmodule ? FileStore.isDirectory(place) : FileStore.isNoFolder(place) { continue }
            missing.append(path)
        }
        // From the end: the entries after one that goes are moved.
        for path in missing.reversed() { try check(git_index_remove(index.pointer, path, 0), "forget", path) }
    }
}

/// The folders of an index in the work tree, each looked at once.
private struct Folders {
    private let workTree: FilePath
    private var last: (folder: Substring, stands: Bool)?
    private var seen: [Substring: Bool] = [:]

    init(in workTree: FilePath) {
        self.workTree = workTree
    }

    /// Whether what `path` lies in is there and a folder; a link in its place is removed.
    mutating func stands(above path: Substring) throws(GitError) -> Bool {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return true }
        let folder = path[..<slash]
        if let last, last.folder == folder { return last.stands }
        let stands: Bool
        if let known = seen[folder] { stands = known } else { stands = try look(at: folder) }
        last = (folder, stands)
        return stands
    }

    private mutating func look(at folder: Substring) throws(GitError) -> Bool {
        var stands = try stands(above: folder)
        if stands {
            let place = workTree.appending(String(folder))
            if FileStore.isLink(place) { try FileStore.remove(place) }
            stands = FileStore.isDirectory(place)
        }
        seen[folder] = stands
        return stands
    }
}
