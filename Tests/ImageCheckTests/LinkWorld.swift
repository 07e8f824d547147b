// SPDX-License-Identifier: Apache-2.0

import Digests
import ELFKit
import FileTree
import FoundationEssentials
import ImageCheck
import ProcessKit
import SystemPackage
import TestSupport

/// A base and an image made of small C programs without a C library: all that they load lies in their `/lib`.
struct LinkWorld {
    enum State: String {
        case base, image, build
    }

    let scratch: ScratchDirectory

    /// The base: `ceph-osd` and `ceph-mon`, a library that both load, and plugins, one of which only `ceph-osd` can
    /// open; the image equal to it.
    init() async throws {
        scratch = try ScratchDirectory()
        try await scratch.run("mkdir", "-p", "base/bin", "base/lib/plugins", "base/lib64", "sources", "commands")
        try scratch.write("base/lib64/ld-linux-x86-64.so.2", "stands for the loader")
        for command in ["ceph", "ceph-fuse", "rados"] {
            try scratch.write("base/bin/\(command)", "a script")
            try await setCommand(command, "echo Usage: \(command)")
        }
        for daemon in ["ceph-osd", "ceph-mon"] { try await setCommand(daemon, "echo version") }
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
        for state in ["image", "build"] { try await scratch.run("cp", "-a", "base", state) }
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
        libraries: [String] = ["libcommon.so.2"],
        _ options: String...
    ) async throws {
        let files = libraries.map { "\(state.rawValue)/lib/\($0)" }
        try await compile(path, text, state, ["-rdynamic", "-Wl,-e,main"] + files + options)
    }

    private func compile(_ path: String, _ text: String, _ state: State, _ options: [String]) async throws {
        try scratch.write("sources/source.c", text + "\n")
        let words = ["gcc", "-nostdlib", "sources/source.c", "-o", "\(state.rawValue)/\(path)", "-Wl,-rpath,/lib"]
        try await scratch.run("sh", "-c", (words + options).map(ShellWord.quote).joined(separator: " "))
    }

    /// A stand-in for a command that is run in the image.
    func setCommand(_ name: String, _ script: String) async throws {
        try scratch.write("commands/\(name)", "#!/bin/sh\n\(script)\n")
        try await scratch.run("chmod", "755", "commands/\(name)")
    }

    // MARK: Checking

    func path(_ path: String) throws -> TreePath { try TreePath(parsing: path) }

    func side(_ state: State) throws -> Checker.Side {
        let tree = FileTree(try DirectoryScanner.scan(root(state)).entries)
        var small: [Digest: [UInt8]] = [:]
        for entry in tree.entries where entry.path.string.hasPrefix("etc/ld.so") {
            guard case .file(_, let digest, _) = entry.kind else { continue }
            small[digest] = try Array(Data(contentsOf: URL(filePath: entry.path.onDisk(under: root(state)).string)))
        }
        let cache = try tree[path("etc/ld.so.cache")]?.kind
        guard case .file(_, let digest, _) = cache else { return Checker.Side(tree: tree, loaderCache: []) }
        return Checker.Side(tree: tree, loaderCache: small[digest] ?? []) { [small] digest in small[digest] }
    }

    private func root(_ state: State) -> FilePath { scratch.path.appending(state.rawValue) }

    /// Reads objects of the base and the image.
    func objects() throws -> ObjectPool.Source {
        var places: [Digest: FilePath] = [:]
        for state in [State.base, .image, .build] {
            for entry in try side(state).tree.entries {
                if case .file(_, let digest, isELF: true) = entry.kind {
                    places[digest] = entry.path.onDisk(under: root(state))
                }
            }
        }
        return { [places] digest in try places[digest].flatMap(DynamicObject.read) }
    }

    func shell(_ state: State) -> ImageShell {
        { [scratch] script, _, input in
            let name = "input-\(UInt64.random(in: 0...UInt64.max))"
            try await scratch.write(name, input().map { $0 + "\n" }.joined())
            let commands = ["commands-\(state)", "commands"].map { scratch.path.appending($0).string }
            let path = (commands + ["/usr/bin", "/bin"]).joined(separator: ":")
            let command = Command("/bin/sh", ["-c", script], environment: ["PATH": path, "LC_ALL": "C"])
            let file = try FileDescriptor.open(scratch.path.appending(name), .readOnly)
            defer { try? file.close() }  // read only: nothing to lose
            return try await ProcessRunner.run(command, input: file).requireSuccess().output
        }
    }

    /// Checks the image, in which a build changed the paths `changed`.
    func check(
        changed: String...,
        withBase: Bool = true,
        commands: Checker.Commands = .all
    ) async throws -> CheckReport {
        try await Checker(
            image: side(.image),
            base: withBase ? side(.base) : nil,
            changed: Set(changed.map(path)),
            objects: objects(),
            shell: shell(.image),
            commands: commands
        ).check()
    }

    /// What would mend the image with files of the build, when everything that differs from the base is a change.
    func plan() throws -> FixPlan {
        let (image, base) = (try side(.image), try side(.base))
        return try FixPlanner(
            image: image,
            base: base,
            changed: Set(image.tree.entries.filter { base.tree[$0.path]?.kind != $0.kind }.map(\.path)),
            objects: objects(),
            sources: [FixSource(.build, side(.build).tree)]
        ).plan()
    }
}
