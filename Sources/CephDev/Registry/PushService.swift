// SPDX-License-Identifier: Apache-2.0

package import ArchiveKit
package import EngineKit
internal import FoundationEssentials
internal import ImageAssembly
package import Reporting
internal import SystemPackage

/// What `cephdev push` does.
package struct PushService: Sendable {
    /// What a user wants pushed, and how.
    package struct Request: Sendable {
        /// The workspace's last image when nil.
        package var image: String?
        package var destination: PushDestination
        /// zstd where it is read when nil.
        package var compression: Compression?
        package var trust: RegistryTrust
        package var engine: ContainerEngine.Kind?

        package init(to destination: PushDestination, trust: RegistryTrust = RegistryTrust()) {
            self.destination = destination
            self.trust = trust
        }
    }

    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Pushes an image and has the registry confirm its digest.
    package func push(_ request: Request) async throws -> PushResult {
        let scratch = workspace.scratch.appending("push-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(atPath: scratch.string) }  // scratch
        let skopeo = Skopeo(access: try request.trust.access(scratch: scratch))
        let stored = try await StoredImage.open(
            request.image,
            kind: request.engine,
            workspace: workspace,
            reporter: reporter
        )
        let compression = try await compression(request, stored.engine)
        var attempt = Attempt(compression: compression, asksOrigins: true)
        while true {
            do {
                return try await push(stored, request, attempt, skopeo, scratch)
            } catch {
                attempt = try next(attempt, after: error, request, stored.name)
            }
        }
    }

    /// One way to push an image.
    private struct Attempt {
        var compression: Compression
        /// Whether layers of the base are taken from the registry that it came from.
        var asksOrigins: Bool
    }

    private func compression(_ request: Request, _ engine: ContainerEngine) async throws -> Compression {
        if let chosen = request.compression { return chosen }
        let (compression, reason) = try await CompressionChoice.standard(for: engine)
        if let reason { reporter.report(.note("layers are compressed with \(compression.rawValue): \(reason)")) }
        return compression
    }

    /// What is tried after `attempt` failed because of `error`, which is thrown on when nothing is left to try.
    private func next(_ attempt: Attempt, after error: any Error, _ request: Request, _ name: String) throws -> Attempt
    {
        var next = attempt
        switch error {
        case ImageFailure.originGone(let reference, let reason) where attempt.asksOrigins:
            reporter.report(.warning("the base's layers are sent anew, \(reference) cannot be read: \(reason)"))
            next.asksOrigins = false
        case EngineError.registry(.refusedManifest, _, _, let reason) where attempt.compression == .zstd:
            guard request.compression == nil else { throw error }
            reporter.report(.note("\(request.destination) refuses zstd (\(reason)); layers are sent as gzip"))
            next.compression = .gzip
        default: throw error
        }
        return next
    }

    private func push(
        _ stored: StoredImage,
        _ request: Request,
        _ attempt: Attempt,
        _ skopeo: Skopeo,
        _ scratch: FilePath
    ) async throws -> PushResult {
        let packer = stored.packer(attempt.compression, attempt.asksOrigins ? skopeo : nil)
        let packed = try await stored.pack(packer)
        let publisher = RegistryPublisher(
            store: ContentStore(at: workspace.blobs),
            packer: packer,
            skopeo: skopeo,
            scratch: scratch
        )
        let sent = UploadCount(reporter)
        let publication = try await reporter.stage(.push, note: \.summary) {
            try await publisher.publish(
                packed,
                to: request.destination.repository,
                tag: request.destination.tag(for: stored.names),
                onUpload: sent.advance
            )
        }
        return PushResult(
            image: stored.name,
            publication: publication,
            compression: attempt.compression,
            trust: request.trust
        )
    }
}
