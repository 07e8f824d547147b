// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import FoundationEssentials
internal import OCIKit
internal import ProcessKit
package import SystemPackage

/// What `cephdev registry` does.
package struct RegistryService: Sendable {
    private let workspace: Workspace

    package init(workspace: Workspace) {
        self.workspace = workspace
    }

    /// The repositories of the registry at `host`, sorted.
    package func catalog(of host: String, _ trust: RegistryTrust) async throws -> [String] {
        // Only a host can stand before a repository so.
        guard ImageReference.host(of: host + "/x") == host, (try? ImageReference(parsing: host + "/x")) != nil else {
            throw RegistryFailure.notADestination(host)
        }
        return try await withAccess(trust) { access in
            let catalog = RegistryCatalog(of: host, access: access, credentials: .find(for: host))
            // What is no reference is no name.
            return try await catalog.repositories {
                (try? ImageReference(repository: "\(host)/\($0)", tag: nil)) != nil
            }
        }
    }

    /// The tags of `repository`, sorted.
    package func tags(of repository: String, _ trust: RegistryTrust) async throws -> [String] {
        let destination = try PushDestination(parsing: repository)
        guard destination.tag == nil else { throw RegistryFailure.notADestination(repository) }
        return try await withAccess(trust) { access in
            let tags = try await Skopeo(access: access).tags(of: destination.repository)
            for tag in tags { _ = try ImageReference(repository: destination.repository, tag: tag) }
            return tags.sorted()
        }
    }

    /// Serves a registry until the task is cancelled: what is in `folder`, or in a folder that is removed at the end.
    ///
    /// - Throws: ``RegistryFailure/notServed(reason:)``
    package func serve(
        _ folder: FilePath?,
        port: UInt16,
        onReady: @escaping @Sendable (String) -> Void
    ) async throws {
        let scratch = workspace.scratch
        let served = folder.map { FilePath(FileManager.default.currentDirectoryPath).pushing($0) }
        let place = served ?? scratch.appending("registry")
        defer { if served == nil { try? FileManager.default.removeItem(atPath: place.string) } }  // scratch
        do {
            let result = try await RegistryServer.serve(place, port: port, scratch: scratch, onReady: onReady)
            throw RegistryFailure.notServed(reason: result.errors.last ?? "\(result.status)")
        } catch is CancellationError {
            // How it is meant to end.
        } catch ProcessError.notFound(let program) {
            throw RegistryFailure.notServed(reason: "'\(program)' is not installed")
        }
    }

    private func withAccess<Value>(
        _ trust: RegistryTrust,
        _ work: (RegistryAccess) async throws -> Value
    ) async throws -> Value {
        let scratch = workspace.scratch.appending("ask-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(atPath: scratch.string) }  // scratch
        return try await work(trust.access(scratch: scratch))
    }
}
