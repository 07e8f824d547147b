// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import Glibc
internal import SystemPackage

extension LocalCheckout {
    /// The files that `revision` (a branch, a tag, a commit, `HEAD~2`) has below `prefix`, by their path behind it; submodules
    /// are not looked into.
    ///
    /// - Throws: ``GitError/unknownRef(ref:url:candidates:)`` with similar names.
    package func files(at revision: String, below prefix: String = "") throws(GitError) -> [String: TreeFile] {
        let repository = try Repository(at: path)
        var files: [String: TreeFile] = [:]
        let tree = try repository.tree(ofRevision: revision)
        guard !prefix.isEmpty else {
            try repository.read(tree, into: &files, prefix: "")
            return files
        }
        let folder = String(prefix.dropLast())
        let entry = try Handle.found(git_tree_entry_free, "find", folder) {
            git_tree_entry_bypath(&$0, tree.pointer, folder)
        }
        guard let entry, git_tree_entry_type(entry.pointer) == GIT_OBJECT_TREE else { return [:] }
        try repository.read(repository.subtree(entry.pointer), into: &files, prefix: "")
        return files
    }

    /// The files that are there below `prefix` now, changed and new ones included and ignored ones left out.
    package func presentFiles(below prefix: String = "") throws(GitError) -> [String: TreeFile] {
        let repository = try Repository(at: path)
        let state = try state()
        let dirty = Set(state.dirtyPaths)
        let recorded = try repository.head() == nil ? [:] : files(at: "HEAD", below: prefix)
        var files: [String: TreeFile] = [:]
        for name in state.files where name.utf8.starts(with: prefix.utf8) {
            let inside = String(name.dropFirst(prefix.count))
            if !dirty.contains(name), let known = recorded[inside] {
                files[inside] = known
            } else {
                files[inside] = try repository.presentFile(name, in: path)
            }
        }
        return files
    }
}

extension Repository {
    fileprivate func tree(ofRevision revision: String) throws(GitError) -> Handle {
        let object = try Handle.found(git_object_free, "read", revision) {
            git_revparse_single(&$0, pointer, revision)
        }
        guard let object else {
            let names = try refNames().map { $0.split(separator: "/").dropFirst(2).joined(separator: "/") }
            let near = SimilarNames(to: revision).best(5, of: names)
            throw .unknownRef(ref: revision, url: path.string, candidates: near)
        }
        return try Handle(git_object_free, "find the tree of", revision) {
            git_object_peel(&$0, object.pointer, GIT_OBJECT_TREE)
        }
    }

    fileprivate func subtree(_ entry: OpaquePointer) throws(GitError) -> Handle {
        try Handle(git_tree_free, "read a tree of", path.string) {
            git_tree_lookup(&$0, pointer, git_tree_entry_id(entry))
        }
    }

    fileprivate func read(
        _ tree: borrowing Handle,
        into files: inout [String: TreeFile],
        prefix: String
    ) throws(GitError) {
        for position in 0..<git_tree_entrycount(tree.pointer) {
            guard let entry = git_tree_entry_byindex(tree.pointer, position), let id = git_tree_entry_id(entry),
                let name = git_tree_entry_name(entry).map({ prefix + String(cString: $0) })
            else { continue }
            switch git_tree_entry_filemode(entry) {
            case GIT_FILEMODE_TREE: try read(subtree(entry), into: &files, prefix: name + "/")
            case GIT_FILEMODE_LINK:
                let target = try text(of: id.pointee, name)
                files[name] = TreeFile(blob: CommitID(id.pointee).description, kind: .link(target: target))
            case GIT_FILEMODE_COMMIT: continue
            case let mode:
                files[name] = TreeFile(
                    blob: CommitID(id.pointee).description,
                    kind: .file(isExecutable: mode == GIT_FILEMODE_BLOB_EXECUTABLE)
                )
            }
        }
    }

    private func text(of id: git_oid, _ name: String) throws(GitError) -> String {
        var id = id
        let blob = try Handle(git_blob_free, "read", name) { git_blob_lookup(&$0, pointer, &id) }
        let bytes = UnsafeRawBufferPointer(
            start: git_blob_rawcontent(blob.pointer),
            count: Int(git_blob_rawsize(blob.pointer))
        )
        return String(decoding: bytes, as: UTF8.self)
    }

    /// As git would record what lies at `name` in the work tree.
    fileprivate func presentFile(_ name: String, in workTree: FilePath) throws(GitError) -> TreeFile? {
        let place = workTree.appending(name)
        var status = stat()
        guard lstat(place.string, &status) == 0 else { return nil }
        var id = git_oid()
        guard status.st_mode & S_IFMT == S_IFLNK else {
            try check(git_repository_hashfile(&id, pointer, place.string, GIT_OBJECT_BLOB, nil), "read", name)
            let isExecutable = status.st_mode & S_IXUSR != 0
            return TreeFile(blob: CommitID(id).description, kind: .file(isExecutable: isExecutable))
        }
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(place.string, &target, target.count)
        guard count >= 0 else { throw FileStore.failure("read", place) }
        try check(git_odb_hash(&id, &target, count, GIT_OBJECT_BLOB), "read", name)
        let text = String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return TreeFile(blob: CommitID(id).description, kind: .link(target: text))
    }
}
