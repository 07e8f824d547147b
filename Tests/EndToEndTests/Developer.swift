// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport

/// Somebody who builds the sample in a workspace, and with a cache, of their own.
struct Developer: Sendable {
    /// Without line tables, which know columns of macros: preprocessed source has them no more.
    static let comparable = ["CONFIGURE_FLAGS": "-DWITH_TESTS=OFF '-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O2 -DNDEBUG'"]

    let sample: Sample
    let name: String

    init(_ name: String, of sample: Sample) {
        self.sample = sample
        self.name = name
    }

    private var workspace: FilePath { sample.scratch.path.appending(name) }

    func build(
        _ environment: [String: String],
        _ options: [String] = [],
        ref: String = "main",
        onLine: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> Sample.Run {
        let source = ["--git-url", sample.repositories.appending("miniceph").string, "--ref", ref]
        let places = ["--workspace", name, "--cache", name + "-cache", "--verbose", "--format", "json"]
        let arguments = ["build"] + source + places + sample.common + options
        let command = sample.command(arguments, environment: environment)
        let output = LineBox(), errors = LineBox()
        let result = try await ProcessRunner.run(command) { line, stream in
            (stream == .output ? output : errors).append(line)
            onLine(line)
        }
        guard case .exited(let status) = result.status else { throw SampleError.killed("\(result.status)") }
        return Sample.Run(status: status, output: output.lines, errors: errors.lines.joined(separator: "\n"))
    }

    /// The image that the last build ran in.
    var builder: String {
        get throws {
            let content = try Data(contentsOf: URL(filePath: workspace.appending("last-builder").string))
            return String(decoding: content, as: UTF8.self)
        }
    }

    /// What compilers made, below the build folder.
    var objects: [FilePath] {
        get throws {
            let build = workspace.appending("build").string
            let paths = try FileManager.default.subpathsOfDirectory(atPath: build)
            return paths.filter { $0.hasSuffix(".o") }.map { FilePath($0) }
        }
    }

    /// Those of this developer's objects that `other` has otherwise.
    func objects(differingFrom other: Developer) throws -> [FilePath] {
        try objects.filter { object in
            let files = [self, other].map { $0.workspace.appending("build").pushing(object).string }
            return !FileManager.default.contentsEqual(atPath: files[0], andPath: files[1])
        }
    }

    /// Runs `body` with `cephdev helper`, which compiles as `builder` does.
    func helped<Value: Sendable>(
        by builder: String,
        port: Int,
        _ options: [String],
        environment: [String: String] = [:],
        _ body: @escaping @Sendable (BackgroundProgram) async throws -> Value
    ) async throws -> Value {
        let arguments = ["helper", "--builder", builder, "--port", "\(port)", "--threads", "2", "--verbose"]
        let command = sample.command(arguments + options, environment: environment)
        return try await BackgroundProgram.with(command, isReady: { $0 == "\(port)/2" }, body)
    }
}

extension Sample.Run {
    var warnings: [Substring] { errors.split(separator: "\n").filter { $0.hasPrefix("warning: ") } }
}
