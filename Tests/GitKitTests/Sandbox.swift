// SPDX-License-Identifier: Apache-2.0

import Glibc
import ProcessKit
import SystemPackage

/// A folder for one test, and git's own command to fill it with.
struct Sandbox: Sendable {
    let root: FilePath

    /// Lends a new folder to `body` and removes it afterwards.
    static func use<Value>(_ body: (Sandbox) async throws -> Value) async throws -> Value {
        var template = Array("/tmp/gitkit-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno(rawValue: errno) }
        let sandbox = Sandbox(root: FilePath(String(cString: made)))
        do {
            let value = try await body(sandbox)
            try await sandbox.run("rm", "-rf", sandbox.root.string)
            return value
        } catch {
            try await sandbox.run("rm", "-rf", sandbox.root.string)
            throw error
        }
    }

    func path(_ name: String) -> FilePath { root.appending(name) }

    /// Runs git in `folder` and gives back what it prints.
    @discardableResult
    func git(_ folder: String, _ arguments: String...) async throws -> String {
        try await run("git", ["-C", path(folder).string] + arguments)
    }

    @discardableResult
    func run(_ program: String, _ arguments: String...) async throws -> String {
        try await run(program, arguments)
    }

    private func run(_ program: String, _ arguments: [String]) async throws -> String {
        try await ProcessRunner.run(Command(program, arguments, environment: Self.environment)).requireSuccess()
            .output.joined(separator: "\n")
    }

    /// Makes a repository with one file a commit, and gives back the commits.
    @discardableResult
    func makeRepository(_ name: String, files: [String] = ["first"]) async throws -> [String] {
        try await run("git", "init", "-q", "-b", "main", path(name).string)
        try await git(name, "config", "uploadpack.allowAnySHA1InWant", "true")
        var commits: [String] = []
        for file in files { commits.append(try await commit(name, file, "\(file)\n")) }
        return commits
    }

    /// Commits `text` as `file`.
    @discardableResult
    func commit(_ name: String, _ file: String, _ text: String) async throws -> String {
        try write("\(name)/\(file)", text)
        try await git(name, "add", "--", file)
        return try await commitIndex(name, file)
    }

    /// Commits what is in the index.
    @discardableResult
    func commitIndex(_ name: String, _ message: String = "change") async throws -> String {
        try await git(name, "commit", "-q", "--allow-empty", "-m", message)
        return try await git(name, "rev-parse", "HEAD")
    }

    /// Commits submodules: gitlinks, and a `.gitmodules` for them.
    @discardableResult
    func commitSubmodules(_ name: String, _ submodules: [(path: String, url: String, commit: String)]) async throws
        -> String
    {
        let text = submodules.map { "[submodule \"\($0.path)\"]\n\tpath = \($0.path)\n\turl = \($0.url)\n" }
        try write("\(name)/.gitmodules", text.joined())
        try await git(name, "add", ".gitmodules")
        for submodule in submodules {
            try await git(name, "update-index", "--add", "--cacheinfo", "160000,\(submodule.commit),\(submodule.path)")
        }
        return try await commitIndex(name, "submodules")
    }

    func write(_ name: String, _ text: String) throws {
        let file = path(name)
        var folder = root
        for component in file.removingLastComponent().components.dropFirst(root.components.count) {
            folder.append(component)
            guard mkdir(folder.string, 0o755) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
        }
        let descriptor = try FileDescriptor.open(
            file,
            .writeOnly,
            options: [.create, .truncate],
            permissions: .init(rawValue: 0o644)
        )
        _ = try descriptor.closeAfter { try descriptor.writeAll(text.utf8) }
    }

    func read(_ name: String) throws -> String {
        let descriptor = try FileDescriptor.open(path(name), .readOnly)
        return try descriptor.closeAfter {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = try bytes.withUnsafeMutableBytes { try descriptor.read(into: $0) }
            return String(decoding: bytes.prefix(count), as: UTF8.self)
        }
    }

    func exists(_ name: String) -> Bool { status(name) != nil }

    /// The time of the last change, in nanoseconds.
    func changeTime(_ name: String) -> Int? {
        status(name).map { $0.st_mtim.tv_sec * 1_000_000_000 + $0.st_mtim.tv_nsec }
    }

    func linkCount(_ name: String) -> Int? { status(name).map { Int($0.st_nlink) } }

    func remove(_ name: String) { unlink(path(name).string) }

    /// Every file below `name`, sorted, from there.
    func files(_ name: String) async throws -> [String] {
        try await run("find", path(name).string, "-not", "-type", "d", "-printf", "%P\\n").split(separator: "\n")
            .map(String.init).sorted()
    }

    private func status(_ name: String) -> stat? {
        var status = stat()
        return lstat(path(name).string, &status) == 0 ? status : nil
    }

    private static let environment = [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always",
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_AUTHOR_DATE": "1700000000 +0000",
        "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@example.com", "GIT_COMMITTER_DATE": "1700000000 +0000",
        "LC_ALL": "C",
    ]
}
