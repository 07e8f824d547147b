// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// The workspace's own folders, which the engine's containers see.
struct HostFolders: WorkFolders {
    private let build: FilePath
    private let install: FilePath

    init(_ folders: BuildFolders) {
        build = folders.build
        install = folders.install
    }

    func placed(_ run: ContainerRun) -> ContainerRun { run }

    func buildMarks() throws -> BuildMarks {
        BuildMarks(
            builder: try lines(ofBuildFile: BuildMarks.builderFile).first,
            configureKey: try lines(ofBuildFile: BuildMarks.configuredFile).first,
            hasRules: FileManager.default.fileExists(atPath: build.appending(BuildMarks.rulesFile).string)
        )
    }

    func lines(ofBuildFile name: String) throws -> [String] {
        let path = build.appending(name).string
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let content = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        return content.split(separator: "\n").map(String.init)
    }

    func write(_ lines: [String], toBuildFile name: String) throws {
        try Data(lines.joined(separator: "\n").utf8)
            .write(to: URL(filePath: build.appending(name).string), options: .atomic)
    }

    func removeBuildFiles(_ names: [String]) throws {
        for path in names.map({ build.appending($0).string }) where FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    func emptyBuild() throws {
        for entry in try FileManager.default.contentsOfDirectory(atPath: build.string) {
            try FileManager.default.removeItem(atPath: build.appending(entry).string)
        }
    }

    func installed() throws -> [String] { try paths(in: "") }

    func removeInstalled(_ paths: [String]) throws {
        for path in paths.map({ install.string + $0 }) where Self.mode(path) != nil {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    func deliverInstalled() {}

    private func paths(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: install.string + folder).flatMap { name in
            let path = "\(folder)/\(name)"
            return Self.mode(install.string + path).map { $0 & S_IFMT } == S_IFDIR ? try paths(in: path) : [path]
        }
    }

    /// Nil when nothing is there; a link that leads nowhere is something.
    private static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : nil
    }
}
