// SPDX-License-Identifier: Apache-2.0

import FileTree
import ImageCheck
import ProcessKit
import SystemPackage
import TestSupport

/// A base and an image made of small C programs, both seen at the folder `root`, and judged by this host's own loader.
///
/// The loader prints absolute paths, so both trees hold their files by the path from this host's root.
struct HostWorld {
    enum State: String {
        case base, image
    }

    let scratch: ScratchDirectory
    private var root: FilePath { scratch.path.appending("root") }

    /// The base: `ceph-osd` and `ceph-mon`, a library that both load, and plugins, one of which only `ceph-osd` can
    /// open; the image equal to it.
    init() async throws {
        scratch = try ScratchDirectory()
        try await scratch.run("mkdir", "-p", "base/bin", "base/lib/plugins", "sources", "commands")
        for command in ["ceph", "ceph-fuse", "rados"] { try await setCommand(command, "echo Usage: \(command)") }
        try await library("lib/libcommon.so.2", "int one(void) { return 1; } int gone(void) { return 2; }", in: .base)
        try await program("bin/ceph-osd", Self.osd, in: .base)
        try await program("bin/ceph-mon", Self.mon, in: .base)
        try await library(
            "lib/plugins/libcls_x.so",
            "int provided(void), osd_only(void); int cls(void) { return provided() + osd_only(); }",
            in: .base
        )
        try await library(
            "lib/plugins/libec_y.so",
            "int provided(void); int ec(void) { return provided(); }",
            in: .base
        )
        try await scratch.run("cp", "-a", "base", "image")
    }

    static let osd = """
        int one(void), gone(void); int provided(void) { return 1; } int osd_only(void) { return 2; }
        int main(void) { return one() + gone(); }
        """
    static let mon = "int one(void); int provided(void) { return 1; } int main(void) { return one(); }"

    // MARK: Compiling

    /// A shared library with its own name as soname.
    func library(_ path: String, _ text: String, in state: State = .image, _ options: String...) async throws {
        let name = FilePath(path).lastComponent?.string ?? path
        try await compile(path, text, state, ["-shared", "-fPIC", "-Wl,-soname,\(name)"] + options)
    }

    /// A program that lends its symbols to plugins and loads `libraries` from `lib`.
    func program(
        _ path: String,
        _ text: String,
        in state: State = .image,
        libraries: [String] = ["libcommon.so.2"]
    ) async throws {
        try await compile(path, text, state, ["-rdynamic"] + libraries.map { "root/lib/\($0)" })
    }

    private func compile(_ path: String, _ text: String, _ state: State, _ options: [String]) async throws {
        try await show(state)
        try scratch.write("sources/source.c", text + "\n")
        let words = ["gcc", "sources/source.c", "-o", "root/\(path)", "-Wl,-rpath,\(root)/lib"] + options
        try await scratch.run("sh", "-c", words.map(ShellWord.quote).joined(separator: " "))
    }

    /// A stand-in for a command that is run in the image.
    func setCommand(_ name: String, _ script: String) async throws {
        try scratch.write("commands/\(name)", "#!/bin/sh\n\(script)\n")
        try await scratch.run("chmod", "755", "commands/\(name)")
    }

    private func show(_ state: State) async throws {
        try await scratch.run("ln", "-sfn", state.rawValue, "root")
    }

    // MARK: Checking

    /// Where `path` of the image or base lies for the loader.
    func path(_ path: String) throws -> TreePath { try TreePath(parsing: root.appending(path).string) }

    func tree(_ state: State) throws -> FileTree {
        let entries = try DirectoryScanner.scan(scratch.path.appending(state.rawValue)).entries.map { entry in
            FileEntry(path: try path(entry.path.string), kind: entry.kind, mode: entry.mode)
        }
        return FileTree(entries)
    }

    func shell(_ state: State) -> ImageShell {
        { [scratch] script, input in
            // One root at a time.
            let lock = try FileLock(at: scratch.path.appending("lock"))
            try await lock.wait()
            try await scratch.run("ln", "-sfn", state.rawValue, "root")
            try scratch.write("input", input.map { $0 + "\n" }.joined())
            let commands = ["commands-\(state)", "commands"].map { scratch.path.appending($0).string }
            let path = (commands + ["/usr/bin", "/bin"]).joined(separator: ":")
            let command = Command("/bin/sh", ["-c", script], environment: ["PATH": path, "LC_ALL": "C"])
            let file = try FileDescriptor.open(scratch.path.appending("input"), .readOnly)
            defer { try? file.close() }  // read only: nothing to lose
            let output = try await ProcessRunner.run(command, input: file).requireSuccess().output
            _ = consume lock
            return output
        }
    }

    func baseTrace() async throws -> BaseTrace {
        try await BaseTrace.make(of: tree(.base), shell: shell(.base))
    }

    /// Checks the image, in which a build changed the paths `changed`.
    func check(changed: String...) async throws -> CheckReport {
        try await Checker(
            tree: tree(.image),
            changed: Set(changed.map(path)),
            base: baseTrace(),
            shell: shell(.image),
            baseShell: shell(.base)
        ).check()
    }
}
