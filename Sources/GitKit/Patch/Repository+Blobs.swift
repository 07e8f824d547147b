// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import SystemPackage

extension Repository {
    /// What a diff shows of an entry: the bytes of a file, the target of a link, a line about a submodule.
    func content(of entry: PatchedIndex.Entry) throws(GitError) -> [UInt8] {
        if entry.mode == GIT_FILEMODE_COMMIT.rawValue { return Array("Subproject commit \(entry.id)\n".utf8) }
        var id = entry.id.oid
        let blob = try Handle(git_blob_free, "read", entry.id.description) { git_blob_lookup(&$0, pointer, &id) }
        let bytes = UnsafeRawBufferPointer(
            start: git_blob_rawcontent(blob.pointer),
            count: Int(git_blob_rawsize(blob.pointer))
        )
        return Array(bytes)
    }

    func write(_ content: [UInt8], for path: String) throws(GitError) -> git_oid {
        var id = git_oid()
        let code = content.withUnsafeBytes { git_blob_create_from_buffer(&id, pointer, $0.baseAddress, $0.count) }
        try check(code, "write the object of", path)
        return id
    }

    /// What `old` becomes by a section that holds a binary patch: libgit2 reads those, on a tree of this file alone.
    func content(afterBinary section: [UInt8], _ old: [UInt8]) throws -> [UInt8] {
        let diff = try Handle(git_diff_free, "read", "a binary patch") { made in
            section.withUnsafeBytes { git_diff_from_buffer(&made, $0.baseAddress, $0.count) }
        }
        guard let delta = git_diff_get_delta(diff.pointer, 0)?.pointee else {
            throw PatchProblem("the binary patch cannot be read")
        }
        let index = try Handle(git_index_free, "make", "an index") { git_index_new(&$0) }
        if delta.status != GIT_DELTA_ADDED, let name = delta.old_file.path {
            try add(name, old, to: index)
        }
        let before = try tree(of: index)
        let after = try Handle(git_index_free, "apply", "a binary patch") {
            git_apply_to_tree(&$0, pointer, before.pointer, diff.pointer, nil)
        }
        guard delta.status != GIT_DELTA_DELETED, let name = delta.new_file.path else { return [] }
        guard let entry = git_index_get_bypath(after.pointer, name, 0) else {
            throw PatchProblem("the binary patch does not apply")
        }
        return try content(of: PatchedIndex.Entry(mode: entry.pointee.mode, id: CommitID(entry.pointee.id)))
    }

    private func add(_ name: UnsafePointer<CChar>, _ content: [UInt8], to index: borrowing Handle) throws(GitError) {
        var entry = git_index_entry()
        entry.path = name
        entry.mode = GIT_FILEMODE_BLOB.rawValue
        entry.id = try write(content, for: "a binary patch")
        try check(git_index_add(index.pointer, &entry), "add", "a binary patch")
    }

    private func tree(of index: borrowing Handle) throws(GitError) -> Handle {
        var id = git_oid()
        try check(git_index_write_tree_to(&id, index.pointer, pointer), "write a tree of", path.string)
        return try Handle(git_tree_free, "read a tree of", path.string) { git_tree_lookup(&$0, pointer, &id) }
    }
}
