// SPDX-License-Identifier: Apache-2.0

import CephBuild
import GitKit
import Glibc
import ProcessKit
import Reporting
import SystemPackage
import TestSupport

/// Repositories made by git's own command, and a workspace that follows them.
struct SourceSandbox {
    let scratch: ScratchDirectory
    let folders: BuildFolders

    init() throws {
        scratch = try ScratchDirectory()
        folders = BuildFolders(workspace: scratch.path.appending("work"), cache: scratch.path.appending("cache"))
    }

    @discardableResult
    func git(_ repository: String, _ arguments: String...) async throws -> [String] {
        let command = Command(
            "git",
            ["-C", scratch.path.appending(repository).string] + arguments,
            environment: Self.environment
        )
        return try await ProcessRunner.run(command).requireSuccess().output
    }

    /// A repository with the file `src/CMakeLists.txt`.
    func makeRepository(_ name: String) async throws {
        try scratch.write("\(name)/src/CMakeLists.txt", "project(\(name))\n")
        try scratch.write("\(name)/.gitignore", "*.o\n/build\n")
        try await git(name, "init", "-q", "-b", "main")
        try await commit(name)
    }

    func commit(_ name: String) async throws {
        try await git(name, "add", "--all")
        try await git(name, "commit", "-q", "-m", "change")
    }

    func fetch(
        _ repository: String = "ceph",
        ref: String? = nil,
        policy: SourcePolicy = SourcePolicy()
    ) async throws -> SourceTree {
        let url = try GitURL(parsing: scratch.path.appending(repository).string)
        return try await SourceFetcher(folders: folders, policy: policy, reporter: .silent)
            .fetch(.repository(url: url, ref: ref))
    }

    func copy(_ checkout: String = "ceph") async throws -> SourceTree {
        try await fetcher.fetch(.directory(scratch.path.appending(checkout)))
    }

    /// Everything of the source but folders, sorted.
    func sourceFiles() async throws -> [String] {
        try await scratch.run("find", "work/source", "-not", "-type", "d", "-printf", "%P\\n").sorted()
    }

    func source(_ name: String) throws -> String { try scratch.read("work/source/\(name)") }

    /// Gives `name` the modification time 1000.
    func backdate(_ name: String) throws {
        var times = [timeval(tv_sec: 1000, tv_usec: 0), timeval(tv_sec: 1000, tv_usec: 0)]
        guard utimes(scratch.path.appending(name).string, &times) == 0 else { throw Errno(rawValue: errno) }
    }

    func status(_ name: String) throws -> stat {
        var status = stat()
        guard lstat(scratch.path.appending(name).string, &status) == 0 else { throw Errno(rawValue: errno) }
        return status
    }

    func remove(_ name: String) async throws { try await scratch.run("rm", "-rf", name) }

    private var fetcher: SourceFetcher { SourceFetcher(folders: folders, reporter: .silent) }

    private static let environment = [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always",
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_AUTHOR_DATE": "1700000000 +0000",
        "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@example.com", "GIT_COMMITTER_DATE": "1700000000 +0000",
        "LC_ALL": "C",
    ]
}
