// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import SystemPackage

/// The tree of a commit as it becomes with patches: in memory, so that a series is applied whole or not at all.
struct PatchedIndex: ~Copyable {
    private let repository: Repository
    private let index: Handle
    private let original: Handle
    private var touched: Set<String> = []

    /// The tree of `commit`; what patches make is written into the objects of `repository` itself.
    init(of commit: CommitID, in repository: consuming Repository) throws(GitError) {
        let original = try repository.tree(of: commit)
        let index = try Handle(git_index_free, "read the tree of", commit.description) { git_index_new(&$0) }
        try check(git_index_read_tree(index.pointer, original.pointer), "read the tree of", commit.description)
        self.original = original
        self.index = index
        self.repository = repository
    }

    mutating func apply(_ patch: PatchFile) throws(GitError) {
        for change in patch.changes {
            do {
                try apply(change)
            } catch let error as PatchProblem {
                throw .patch(name: patch.name, reason: "\(change.path): \(error.reason)")
            } catch let error as GitError {
                throw error
            } catch {
                throw .patch(name: patch.name, reason: "\(change.path): \(error)")
            }
        }
    }

    /// The files that are others now, sorted.
    func changedPaths() throws(GitError) -> [String] {
        var changed: [String] = []
        for path in touched.sorted() where try entry(path) != recorded(path) { changed.append(path) }
        return changed
    }

    /// A commit of the tree on `parent`; the same patches on the same parent give the same one.
    func commit(on parent: CommitID) throws(GitError) -> CommitID {
        let subject = repository.path.string
        var treeID = git_oid()
        try check(git_index_write_tree_to(&treeID, index.pointer, repository.pointer), "write a tree of", subject)
        let pointer = repository.pointer
        let tree = try Handle(git_tree_free, "read a tree of", subject) { git_tree_lookup(&$0, pointer, &treeID) }
        let parentHandle = try repository.commit(parent)
        var signature: UnsafeMutablePointer<git_signature>?
        defer { git_signature_free(signature) }
        try check(git_signature_new(&signature, "cephdev", "cephdev@localhost", 0, 0), "sign in", subject)
        var parents: [OpaquePointer?] = [parentHandle.pointer]
        var id = git_oid()
        let code = git_commit_create(
            &id,
            repository.pointer,
            nil,
            signature,
            signature,
            nil,
            "\(parent) with patches\n",
            tree.pointer,
            1,
            &parents
        )
        try check(code, "write a commit of", subject)
        return CommitID(id)
    }

    // MARK: One file

    private mutating func apply(_ change: FilePatch) throws {
        for path in Set([change.oldPath, change.newPath].compactMap(\.self)) { try checkPlace(path) }
        var before: Entry?
        if let old = change.oldPath {
            before = entry(old)
            guard before != nil else { throw PatchProblem("there is no such file") }
        }
        if let new = change.newPath, new != change.oldPath, try isTaken(new) {
            throw PatchProblem("it is there already")
        }
        let content = try content(of: change, before)
        if let old = change.oldPath, change.newPath != old, !change.isCopy { try remove(old) }
        guard let new = change.newPath else {
            if !content.isEmpty { throw PatchProblem("the patch removes it, and lines would be left over") }
            return
        }
        let mode = change.newMode ?? before?.mode ?? GIT_FILEMODE_BLOB.rawValue
        if mode == GIT_FILEMODE_LINK.rawValue { try LinkTarget(content).check(from: new) }
        try add(new, mode: mode, content)
    }

    private func content(of change: FilePatch, _ before: Entry?) throws -> [UInt8] {
        var old: [UInt8] = []
        if let before { old = try repository.content(of: before) }
        if let binary = change.binary { return try repository.content(afterBinary: binary, old) }
        var merge = HunkMerge(into: old)
        for hunk in change.hunks { try merge.merge(hunk) }
        return merge.content
    }

    private mutating func remove(_ path: String) throws(GitError) {
        touched.insert(path)
        try check(git_index_remove(index.pointer, path, 0), "remove", path)
    }

    private mutating func add(_ path: String, mode: UInt32, _ content: [UInt8]) throws {
        touched.insert(path)
        var added = git_index_entry()
        added.mode = mode
        if mode == GIT_FILEMODE_COMMIT.rawValue {
            let text = String(decoding: content, as: UTF8.self)
            guard let match = text.wholeMatch(of: /Subproject commit ([0-9a-f]{40})\n?/) else {
                throw PatchProblem("it does not say which commit the submodule is to be at")
            }
            added.id = try CommitID(parsing: String(match.1)).oid
        } else {
            added.id = try repository.write(content, for: path)
        }
        try index.add(&added, RawPath(path.utf8))
    }

    // MARK: What is where

    struct Entry: Equatable {
        let mode: UInt32
        let id: CommitID
    }

    private func entry(_ path: String) -> Entry? {
        git_index_get_bypath(index.pointer, path, 0).map {
            Entry(mode: $0.pointee.mode, id: CommitID($0.pointee.id))
        }
    }

    private func recorded(_ path: String) throws(GitError) -> Entry? {
        let tree = original.pointer
        let found = try Handle.found(git_tree_entry_free, "find", path) {
            git_tree_entry_bypath(&$0, tree, path)
        }
        guard let found, let id = git_tree_entry_id(found.pointer) else { return nil }
        let mode = git_tree_entry_filemode(found.pointer)
        return mode == GIT_FILEMODE_TREE ? nil : Entry(mode: mode.rawValue, id: CommitID(id.pointee))
    }

    /// Whether a file or a folder of that name is there.
    private func isTaken(_ path: String) throws(GitError) -> Bool {
        if entry(path) != nil { return true }
        var position = 0
        let code = git_index_find_prefix(&position, index.pointer, path + "/")
        if code == GIT_ENOTFOUND.rawValue { return false }
        try check(code, "find", path)
        return true
    }

    /// Refuses what lies outside of the tree, in a `.git`, behind a link or in a submodule.
    private func checkPlace(_ path: String) throws {
        do {
            try RepositoryPath.check(path)
        } catch .unsafePath(_, let reason) {
            throw PatchProblem(reason)
        }
        var folder: [Substring] = []
        for component in path.split(separator: "/").dropLast() {
            folder.append(component)
            let name = folder.joined(separator: "/")
            switch entry(name)?.mode {
            case nil: continue
            case GIT_FILEMODE_COMMIT.rawValue:
                throw PatchProblem("it lies in the submodule \(name), which a patch does not reach")
            case GIT_FILEMODE_LINK.rawValue: throw PatchProblem("it lies behind the symbolic link \(name)")
            default: throw PatchProblem("\(name) is a file")
            }
        }
    }
}
