// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import ProcessKit
internal import SystemPackage

/// A look at what a mirror must hold, after something in it could not be read. Blocks.
struct MirrorExamination {
    private let mirror: Mirror
    private let flag: CancellationFlag

    init(of mirror: Mirror, _ flag: CancellationFlag) {
        self.mirror = mirror
        self.flag = flag
    }

    /// What is broken; nil for a sound mirror. Every commit that a ref leads to must be there, and every file of `commit`.
    func damage(at commit: CommitID?) throws -> String? {
        do {
            let repository = try Repository(at: mirror.path)
            if let ref = try emptyRef(in: mirror.path.appending("refs")) { return "\(ref) is empty" }
            if let pack = try PackFolder(of: mirror).mismatch() { return pack }
            try readHistory(of: repository)
            if let commit, try repository.contains(commit) { try readFiles(of: commit, in: repository) }
            return nil
        } catch let error as GitError {
            guard case .libgit2(_, _, _, let message) = error else { return error.description }
            return message
        }
    }

    /// A ref's file that a crash left without content: libgit2 lists it as little as it can read it.
    private func emptyRef(in folder: FilePath) throws(GitError) -> FilePath? {
        for name in try FileStore.names(in: folder) {
            let path = folder.appending(name)
            if FileStore.isDirectory(path) {
                if let found = try emptyRef(in: path) { return found }
            } else if try FileStore.read(path)?.isEmpty ?? false {
                return path
            }
        }
        return nil
    }

    private func readHistory(of repository: borrowing Repository) throws {
        let subject = mirror.path.string
        let pointer = repository.pointer
        let walk = try Handle(git_revwalk_free, "walk", subject) { git_revwalk_new(&$0, pointer) }
        for name in try repository.refNames() {
            // A default branch that has no commit yet leads nowhere.
            if name == Mirror.defaultBranchRef { continue }
            try check(git_revwalk_push_ref(walk.pointer, name), "walk", name)
        }
        var id = git_oid()
        while true {
            try flag.check()
            let code = git_revwalk_next(&id, walk.pointer)
            if code == GIT_ITEROVER.rawValue { return }
            try check(code, "walk", subject)
        }
    }

    private func readFiles(of commit: CommitID, in repository: borrowing Repository) throws {
        let pointer = repository.pointer
        let objects = try repository.objects()
        let root = try repository.tree(of: commit)
        var pending = git_tree_id(root.pointer).map { [$0.pointee] } ?? []
        var seen: Set<CommitID> = []
        while let treeID = pending.popLast() {
            try flag.check()
            guard seen.insert(CommitID(treeID)).inserted else { continue }
            var id = treeID
            let tree = try Handle(git_tree_free, "read a tree of", commit.description) {
                git_tree_lookup(&$0, pointer, &id)
            }
            for position in 0..<git_tree_entrycount(tree.pointer) {
                guard let entry = git_tree_entry_byindex(tree.pointer, position), let id = git_tree_entry_id(entry)
                else { continue }
                switch git_tree_entry_filemode(entry) {
                case GIT_FILEMODE_TREE: pending.append(id.pointee)
                case GIT_FILEMODE_COMMIT: continue
                default: try read(id.pointee, in: objects.pointer)
                }
            }
        }
    }

    private func read(_ id: git_oid, in objects: OpaquePointer) throws(GitError) {
        var id = id
        _ = try Handle(git_odb_object_free, "read", CommitID(id).description) {
            git_odb_read(&$0, objects, &id)
        }
    }
}
