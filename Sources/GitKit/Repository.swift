// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import SystemPackage

/// An open repository. Not to be shared between threads.
struct Repository: ~Copyable {
    let path: FilePath
    private let handle: Handle

    var pointer: OpaquePointer { handle.pointer }

    /// Opens the repository at exactly `path`, never one around it.
    init(at path: FilePath) throws(GitError) {
        try GitLibrary.start()
        handle = try Handle(git_repository_free, "open", path.string) {
            git_repository_open_ext(&$0, path.string, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
        }
        self.path = path
    }

    /// Makes a bare repository at `path`, or completes what is there of one.
    init(creatingBareAt path: FilePath) throws(GitError) {
        try GitLibrary.start()
        handle = try Handle(git_repository_free, "create", path.string) { git_repository_init(&$0, path.string, 1) }
        self.path = path
    }

    /// Takes a repository that `make` opens.
    init(_ operation: String, at path: FilePath, _ make: (inout OpaquePointer?) -> Int32) throws(GitError) {
        try GitLibrary.start()
        handle = try Handle(git_repository_free, operation, path.string, make)
        self.path = path
    }

    func commit(_ commit: CommitID) throws(GitError) -> Handle {
        var id = commit.oid
        return try Handle(git_commit_free, "read commit", commit.description) {
            git_commit_lookup(&$0, pointer, &id)
        }
    }

    func tree(of commit: CommitID) throws(GitError) -> Handle {
        let commitHandle = try self.commit(commit)
        return try Handle(git_tree_free, "read the tree of", commit.description) {
            git_commit_tree(&$0, commitHandle.pointer)
        }
    }

    /// Whether an object of that name is there.
    func contains(_ commit: CommitID) throws(GitError) -> Bool {
        let objects = try objects()
        var id = commit.oid
        return git_odb_exists(objects.pointer, &id) == 1
    }

    /// The commit that HEAD stands on; nothing before the first one.
    func head() throws(GitError) -> CommitID? {
        var id = git_oid()
        let code = git_reference_name_to_id(&id, pointer, "HEAD")
        if code == GIT_ENOTFOUND.rawValue { return nil }
        try check(code, "read HEAD of", path.string)
        return CommitID(id)
    }

    /// The name of `commit` by the nearest annotated tag, in git's own form with 10 digits of the commit.
    func describe(_ commit: CommitID) throws(GitError) -> String? {
        // Without a single tag a description fails in a way that cannot be told from real trouble.
        guard try !tagNames().isEmpty else { return nil }
        let commitHandle = try self.commit(commit)
        var options = git_describe_options()
        try check(git_describe_options_init(&options, UInt32(GIT_DESCRIBE_OPTIONS_VERSION)), "describe", path.string)
        guard
            let result = try Handle.found(
                git_describe_result_free,
                "describe",
                commit.description,
                { git_describe_commit(&$0, commitHandle.pointer, &options) }
            )
        else { return nil }
        var format = git_describe_format_options()
        try check(
            git_describe_format_options_init(&format, UInt32(GIT_DESCRIBE_FORMAT_OPTIONS_VERSION)),
            "describe",
            path.string
        )
        format.abbreviated_size = UInt32(CommitID.shortLength)
        var text = git_buf()
        defer { git_buf_dispose(&text) }
        try check(git_describe_format(&text, result.pointer, &format), "describe", commit.description)
        return text.ptr.map { String(cString: $0) }
    }

    /// All tags, sorted.
    func tagNames() throws(GitError) -> [String] {
        var tags = git_strarray()
        defer { git_strarray_dispose(&tags) }
        try check(git_tag_list(&tags, pointer), "list the tags of", path.string)
        return UnsafeBufferPointer(start: tags.strings, count: tags.count)
            .compactMap { name in name.map { String(cString: $0) } }.sorted()
    }

    /// When `commit` was made, in seconds since 1970.
    func commitTime(_ commit: CommitID) throws(GitError) -> Int64 {
        git_commit_time(try self.commit(commit).pointer)
    }

    /// The objects, one for all who ask.
    func objects() throws(GitError) -> Handle {
        let pointer = pointer
        return try Handle(git_odb_free, "open the objects of", path.string) { git_repository_odb(&$0, pointer) }
    }

    /// The index, one for all who ask, in the order of its file whatever the user's configuration says of capitals.
    func index() throws(GitError) -> Handle {
        let pointer = pointer
        let index = try Handle(git_index_free, "read the index of", path.string) { git_repository_index(&$0, pointer) }
        try check(git_index_set_caps(index.pointer, 0), "read the index of", path.string)
        return index
    }
}
