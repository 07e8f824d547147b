// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import ProcessKit
package import SystemPackage

/// Registries, through skopeo(1): it knows credentials, mirrors, tokens and how uploads are tried again.
package struct Skopeo: Sendable {
    /// More than any manifest needs; registries refuse longer ones.
    private static let manifestByteLimit = 4 << 20

    private let access: RegistryAccess

    package init(access: RegistryAccess = RegistryAccess()) {
        self.access = access
    }

    /// Copies the image `name` of an OCI layout to `reference`, byte for byte. The layout's blobs lie in `blobs`; those
    /// that the registry has may be missing.
    ///
    /// `log` learns what became of each blob, also when the copy fails; `onUpload` is called after each uploaded blob. It
    /// throws ``EngineError/registry(_:action:subject:message:)``.
    package func push(
        layout: FilePath,
        name: String,
        blobs: FilePath,
        to reference: String,
        log: TransferLog,
        onUpload: @escaping @Sendable () -> Void = {}
    ) async throws {
        let options = ["--preserve-digests", "--retry-times", "2", "--src-shared-blob-dir", blobs.string]
        let command = Command(
            "skopeo",
            ["--debug", "copy"] + options + access.options(.destination)
                + ["oci:\(layout):\(name)", "docker://\(reference)"]
        )
        let result = try await ProcessRunner.run(command) { line, stream in
            if stream == .errors, log.take(line) != nil { onUpload() }
        }
        guard !result.status.isSuccess else { return }
        throw Self.error("push", reference, log.error, result)
    }

    /// Copies the image `reference` with its compressed blobs into `blobs`; `layout` gets the index and must lie in the
    /// same file system. Blobs that are there are not fetched again.
    package func fetch(_ reference: String, blobs: FilePath, layout: FilePath) async throws {
        let options = ["--preserve-digests", "--retry-times", "2", "--dest-shared-blob-dir", blobs.string]
        let arguments = options + access.options(.source) + ["docker://\(reference)", "oci:\(layout):fetched"]
        try await perform("fetch", reference, ["copy", "--quiet"] + arguments)
    }

    /// The bytes of the manifest, or of the list of manifests, that `reference` leads to.
    package func manifest(of reference: String, scratch: FilePath) async throws -> [UInt8] {
        try await contents(of: "docker://\(reference)", "inspect", ["--raw"] + access.options(.only), scratch)
    }

    /// The bytes of the configuration of the image `reference`.
    package func configuration(of reference: String, scratch: FilePath) async throws -> [UInt8] {
        let options = ["--config", "--raw"] + access.options(.only)
        return try await contents(of: "docker://\(reference)", "inspect", options, scratch)
    }

    /// The bytes of the configuration of `image` as podman's store keeps them.
    package func storedConfiguration(of image: String, scratch: FilePath) async throws -> [UInt8] {
        try await contents(of: "containers-storage:\(image)", "inspect", ["--config", "--raw"], scratch)
    }

    /// The tags of a repository, as the registry orders them.
    package func tags(of repository: String) async throws -> [String] {
        struct Answer: Decodable {
            let Tags: [String]?
        }
        let result = try await perform(
            "list the tags of",
            repository,
            ["list-tags"] + access.options(.only) + ["docker://\(repository)"]
        )
        do {
            let json = Data(result.output.joined(separator: "\n").utf8)
            return try JSONDecoder().decode(Answer.self, from: json).Tags ?? []
        } catch {
            throw EngineError.unreadableAnswer(engine: "skopeo", action: "list-tags", reason: "\(error)")
        }
    }

    /// Bytes that skopeo prints; lines would lose a CR.
    private func contents(
        of image: String,
        _ verb: String,
        _ options: [String],
        _ scratch: FilePath
    ) async throws -> [UInt8] {
        try FileManager.default.createDirectory(atPath: scratch.string, withIntermediateDirectories: true)
        let file = scratch.appending("skopeo-\(UInt64.random(in: 0...UInt64.max))")
        let output = try FileDescriptor.open(
            file,
            .writeOnly,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: .ownerReadWrite
        )
        defer { try? FileManager.default.removeItem(atPath: file.string) }  // scratch
        try await output.closeAfter {
            _ = try await perform("read", image, [verb] + options + [image], output: output)
        }
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file.string)))
        guard bytes.count <= Self.manifestByteLimit else {
            throw EngineError.unreadableAnswer(
                engine: "skopeo",
                action: verb,
                reason: "\(bytes.count) bytes are too many"
            )
        }
        return bytes
    }

    @discardableResult
    private func perform(
        _ action: String,
        _ subject: String,
        _ arguments: [String],
        output: FileDescriptor? = nil
    ) async throws -> ProcessResult {
        let result = try await ProcessRunner.run(Command("skopeo", arguments), output: output)
        guard !result.status.isSuccess else { return result }
        let last = result.errors.compactMap(LogLine.init).last { $0.level == "fatal" }
        throw Self.error(action, subject, last?.redacted, result)
    }

    private static func error(
        _ action: String,
        _ subject: String,
        _ message: String?,
        _ result: ProcessResult
    ) -> EngineError {
        let message = message ?? result.errors.last ?? "skopeo ended with \(result.status)"
        let name = subject.hasPrefix("docker://") ? String(subject.dropFirst(9)) : subject
        return .registry(RegistryProblem(message: message), action: action, subject: name, message: message)
    }
}

extension FileDescriptor {
    /// As `closeAfter`, for work that waits.
    fileprivate func closeAfter<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            let value = try await work()
            try close()
            return value
        } catch {
            try? close()  // the first error says more
            throw error
        }
    }
}
