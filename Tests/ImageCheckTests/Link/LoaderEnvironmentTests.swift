// SPDX-License-Identifier: Apache-2.0

import Digests
import ELFKit
import FileTree
import ImageCheck
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// What is set outside of objects, judged by the loader of this host on small programs without a C library.
@Suite(.tags(.medium)) struct LoaderEnvironmentTests {
    private let scratch: ScratchDirectory

    init() async throws {
        scratch = try ScratchDirectory()
        for folder in ["a", "b", "c", "b/glibc-hwcaps/x86-64-v2", "c/glibc-hwcaps/x86-64-v3"] {
            try await link(
                "\(folder)/libx.so.1",
                "int f(void) { return 1; }",
                "-shared",
                "-fPIC",
                "-Wl,-soname,libx.so.1"
            )
        }
        try await link("b/libother.so", "int f(void) { return 3; }", "-shared", "-fPIC", "-Wl,-soname,libother.so")
        let program = "int f(void); int main(void) { return f(); }"
        try await link("bin/plain", program, "-Wl,-e,main", "a/libx.so.1")
        try await link("bin/runpath", program, "-Wl,-e,main,-rpath,\(path("c"))", "a/libx.so.1")
        try await link("bin/rpath", program, "-Wl,-e,main,--disable-new-dtags,-rpath,\(path("c"))", "a/libx.so.1")
    }

    private func path(_ name: String) -> String { scratch.path.appending(name).string }

    private func link(_ name: String, _ text: String, _ options: String...) async throws {
        try scratch.write("source.c", text + "\n")
        let words = (["gcc", "-nostdlib", "source.c", "-o", name] + options).map(ShellWord.quote)
        try await scratch.run("sh", "-ec", "mkdir -p $(dirname \(name)); \(words.joined(separator: " "))")
    }

    /// The scratch folder as it lies on this host.
    private func model(_ environment: LoaderEnvironment) throws -> LinkModel {
        let prefix = try TreePath(parsing: scratch.path.string)
        let scanned = try DirectoryScanner.scan(scratch.path).entries
        var places: [Digest: FilePath] = [:]
        let entries = try scanned.map { entry in
            if case .file(_, let digest, _) = entry.kind { places[digest] = entry.path.onDisk(under: scratch.path) }
            return entry.moved(to: try TreePath(parsing: "\(prefix.string)/\(entry.path.string)"))
        }
        let pool = ObjectPool { [places] digest in try places[digest].flatMap(DynamicObject.read) }
        return LinkModel(tree: FileTree(entries), pool: pool, loaderCache: [], environment: environment)
    }

    /// The libraries that the loader of this host says `program` has.
    private func expected(_ program: String, _ variables: [String]) async throws -> Set<String> {
        let pairs = variables.compactMap { variable -> (String, String)? in
            let parts = variable.split(separator: "=", maxSplits: 1).map(String.init)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
        // Started through the loader, it would be the loader's folder that $ORIGIN stands for.
        let environment = ["LD_TRACE_LOADED_OBJECTS": "1"].merging(pairs) { $1 }
        let command = Command(path("bin/\(program)"), [], environment: environment)
        let lines = try await ProcessRunner.run(command).output
        return Set(lines.compactMap { $0.split { " \t".contains($0) }.map(String.init).first(where: isOurs).map(real) })
    }

    private func modelled(_ program: String, _ environment: LoaderEnvironment) throws -> [String] {
        let path = try TreePath(parsing: path("bin/\(program)"))
        return try #require(try model(environment).trace(path)).libraries.values.sorted()
    }

    /// Those of this host's processor.
    private func processors() async throws -> [String] {
        let said = try await ProcessRunner.run(Command(LoaderAnswer.interpreter, ["--help"])).output
        return said.filter { $0.contains("searched)") && $0.contains("x86-64-v") }.compactMap { line in
            line.split(separator: " ").first.map(String.init)
        }
    }

    @Test(
        arguments: [
            [""], ["LD_LIBRARY_PATH="], ["LD_LIBRARY_PATH=@/a"], ["LD_LIBRARY_PATH=@/a:@/b"],
            ["LD_LIBRARY_PATH=@/nowhere;@/b"], ["LD_LIBRARY_PATH=$ORIGIN/../b"],
            ["LD_PRELOAD=@/b/libother.so", "LD_LIBRARY_PATH=@/a"], ["LD_PRELOAD=@/b/libother.so:@/a/libx.so.1"],
            ["LD_PRELOAD=@/nowhere.so @/b/libother.so", "LD_LIBRARY_PATH=@/c"],
            ["LD_PRELOAD=libother.so", "LD_LIBRARY_PATH=@/b"], ["LD_PRELOAD=libx.so.1", "LD_LIBRARY_PATH=@/a"],
        ]
    )
    func `libraries are those that the loader takes`(settings: [String]) async throws {
        let variables = settings.map { $0.replacing("@", with: scratch.path.string) }
        var environment = LoaderEnvironment(variables: variables)
        environment.processors = try await processors()
        for program in ["plain", "runpath", "rpath"] {
            #expect(
                try await Set(modelled(program, environment).map(real)) == expected(program, variables),
                "\(program)"
            )
        }
    }

    private func isOurs(_ path: String) -> Bool { path.hasPrefix(scratch.path.string) }

    /// `$ORIGIN/../b` put right.
    private func real(_ path: String) -> String { LoaderAnswer.realPath(path) ?? path }

    @Test func `a program with rights of its own is not told where to look`() async throws {
        let environment = LoaderEnvironment(variables: [
            "LD_LIBRARY_PATH=\(path("a"))", "LD_PRELOAD=\(path("b/libother.so"))",
        ])
        #expect(try modelled("plain", environment).count == 2)
        try await scratch.run("chmod", "4755", "bin/plain")
        #expect(try modelled("plain", environment).isEmpty)
    }

    @Test func `without a processor the libraries for some are passed over`() throws {
        let environment = LoaderEnvironment(variables: ["LD_LIBRARY_PATH=\(path("b"))"])
        #expect(try modelled("plain", environment) == [path("b/libx.so.1")])
    }

    @Test func `the list of preloads has comments, and any blank between names`() {
        let file = "# all\n/a.so\t/b.so # why\n\nc.so:d.so\n"
        #expect(
            LoaderEnvironment(variables: [], preloadFile: Array(file.utf8)).systemPreloads == [
                "/a.so", "/b.so", "c.so", "d.so",
            ]
        )
    }

    @Test func `of the variables two count, and none that is set to nothing`() {
        let set = LoaderEnvironment(variables: ["PATH=/bin", "LD_LIBRARY_PATH=/a;/b", "LD_PRELOAD=a.so b.so:c.so", "X"])
        #expect(set.libraryPath == "/a:/b" && set.preloads == ["a.so", "b.so", "c.so"])
        #expect(LoaderEnvironment(variables: ["LD_LIBRARY_PATH=", "LD_PRELOAD="]) == LoaderEnvironment())
    }
}
