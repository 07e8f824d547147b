// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FileTree
internal import ProcessKit
internal import Reporting
internal import SystemPackage

/// The folders of a build as volumes of an engine elsewhere, at the paths that the build itself sees.
struct FarFolders: WorkFolders {
    typealias Inside = BuildPlanner.Inside

    let folders: BuildFolders
    let places: FarPlaces
    let shell: FarShell
    let reporter: Reporter

    func placed(_ run: ContainerRun) -> ContainerRun { places.run(run) }

    // MARK: The build tree

    func buildMarks() async throws -> BuildMarks {
        let script = """
            cd "$1"
            for file in "$2" "$3"; do if [ -f "$file" ]; then echo "$file $(cat "$file")"; fi; done
            if [ -f "$4" ]; then echo "$4"; fi
            """
        let names = [BuildMarks.builderFile, BuildMarks.configuredFile, BuildMarks.rulesFile]
        let lines = try await shell.lines(script, [Inside.build.string] + names, "look into", on: Self.buildTree)
        func value(_ name: String) -> String? {
            lines.first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) }
        }
        return BuildMarks(
            builder: value(BuildMarks.builderFile),
            configureKey: value(BuildMarks.configuredFile),
            hasRules: lines.contains(BuildMarks.rulesFile)
        )
    }

    func lines(ofBuildFile name: String) async throws -> [String] {
        let path = Inside.build.appending(name).string
        return try await shell.lines("if [ -f \"$1\" ]; then cat \"$1\"; fi", [path], "read", on: path)
    }

    func write(_ lines: [String], toBuildFile name: String) async throws {
        let path = Inside.build.appending(name).string
        let script = "cat >\"$1.new\"; mv -f \"$1.new\" \"$1\""
        _ = try await shell.lines(script, [path], "write", on: path) { end, _ in
            try end.writeAll(lines.joined(separator: "\n").utf8)
        }
    }

    func removeBuildFiles(_ names: [String]) async throws {
        let paths = names.map { Inside.build.appending($0).string }
        _ = try await shell.lines("rm -f -- \"$@\"", paths, "remove files of", on: Self.buildTree)
    }

    func emptyBuild() async throws {
        let script = "find \"$1\" -mindepth 1 -delete"
        _ = try await shell.lines(script, [Inside.build.string], "empty", on: Self.buildTree)
    }

    private static let buildTree = "the build tree"

    // MARK: The install tree

    func installed() async throws -> [String] {
        try await listing().filter { $0.kind != .directory }.map { "/" + $0.path.string }
    }

    func removeInstalled(_ paths: [String]) async throws {
        guard !paths.isEmpty else { return }
        let script = "cd \"$1\"; xargs -0 -r rm -f --"
        _ = try await shell.lines(script, [Inside.install.string], "remove files of", on: Self.installTree) { end, _ in
            try end.writeAll(paths.map { ".\($0)\0" }.joined().utf8)
        }
    }

    func deliverInstalled() async throws {
        let delivery = try InstallDelivery(of: await listing(), to: folders.install)
        let missing = try await delivery.begin()
        guard !missing.isEmpty else { return }
        let script = "cd \"$1\"; tar --create --file - --null --no-recursion --hard-dereference --files-from -"
        try await shell.run(script, [Inside.install.string], "read", on: Self.installTree) { end, _ in
            try end.writeAll(missing.map { "./\($0.path.string)\0" }.joined().utf8)
        } _: { output, flag in
            try delivery.receive(missing, from: output, check: flag.check)
        }
        let byteCount = missing.reduce(0) { $0 + $1.byteCount }
        reporter.report(.detail("\(missing.count) files (\(ByteCount(byteCount))) came from the engine"))
    }

    private func listing() async throws -> [FarEntry] {
        let script = "cd \"$1\"; find . -mindepth 1 -printf '%y %m %s %T@ %p\\0%l\\0'"
        let bytes = try await shell.run(script, [Inside.install.string], "list", on: Self.installTree, FarShell.read)
        return try FarEntry.parse(bytes, engine: shell.engine)
    }

    private static let installTree = "the install tree"
}
