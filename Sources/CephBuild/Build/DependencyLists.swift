// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials
internal import Glibc
package import SystemPackage

/// The files of a source tree that say what must be installed to compile it. Ceph's own `Dockerfile.build` copies the
/// same ones.
package struct DependencyLists: Sendable, Equatable {
    /// Relative to the source, sorted; all of them exist.
    package let paths: [String]
    let root: FilePath

    private static let candidates = [
        "ceph.spec.in", "debian", "do_cmake.sh", "install-deps.sh", "run-make-check.sh",
        "src/script/buildcontainer-setup.sh", "src/script/lib-build.sh", "src/script/run-make.sh",
    ]

    /// - Throws: ``BuildFailure/noDependencyLists(_:)``
    package init(in root: FilePath) throws {
        let manager = FileManager.default
        func exists(_ path: String) -> Bool { manager.fileExists(atPath: root.appending(path).string) }
        guard exists("install-deps.sh"), exists("debian/control") || exists("ceph.spec.in") else {
            throw BuildFailure.noDependencyLists(root)
        }
        self.root = root
        paths = try Self.candidates.filter(exists).flatMap { candidate -> [String] in
            let path = root.appending(candidate).string
            guard candidate == "debian" else { return [candidate] }
            return try manager.subpathsOfDirectory(atPath: path).sorted().map { "debian/" + $0 }
                .filter { Self.isFile(root.appending($0).string) }
        }
    }

    /// Names, modes and contents, as one line each; of a link where it leads, which may be nowhere.
    func fingerprint() throws -> [String] {
        try paths.map { path in
            let file = root.appending(path).string
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: file) {  // fails for a file
                return "\(path) -> \(target)"
            }
            let content = try Data(contentsOf: URL(filePath: file))
            let mark = FileManager.default.isExecutableFile(atPath: file) ? "x" : "-"
            return "\(path) \(mark) \(Digest.of(content))"
        }
    }

    /// Copies the files to `folder`, keeping their modes.
    func copy(to folder: FilePath) throws {
        let manager = FileManager.default
        for path in paths {
            let target = folder.appending(path)
            try manager.createDirectory(
                atPath: target.removingLastComponent().string,
                withIntermediateDirectories: true
            )
            try manager.copyItem(atPath: root.appending(path).string, toPath: target.string)
        }
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }
}
