// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage

/// The checkout that the tests were compiled from.
enum Repository {
    static let root = FilePath("\(#filePath)").removingLastComponent().removingLastComponent().removingLastComponent()

    /// The files that git knows or would add, but for the samples, which stand for the work of others.
    static func files(where isWanted: (String) -> Bool) async throws -> [SourceFile] {
        // A checkout may belong to another user than the one who tests it.
        let options = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        let list = Command("git", options, workingDirectory: root)
        let names = try await ProcessRunner.run(list).requireSuccess().output.joined(separator: "\n")
        return try Set(names.split(separator: "\0").map(String.init)).sorted()
            .filter { isWanted($0) && !$0.hasPrefix("Tests/Samples/") && exists($0) }
            .map { name in
                let content = try Data(contentsOf: URL(filePath: root.appending(name).string))
                return SourceFile(path: name, text: String(decoding: content, as: UTF8.self))
            }
    }

    static func sources() async throws -> [SourceFile] {
        try await files { $0.hasPrefix("Sources/") && $0.hasSuffix(".swift") }
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path).string)
    }

    static func isExecutable(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: root.appending(path).string)
    }
}
