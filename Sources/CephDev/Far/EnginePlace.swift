// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import EngineKit
internal import Reporting
internal import SystemPackage

/// Finds out whether an engine's containers see the folders of a workspace, and remembers it.
struct EnginePlace: Sendable {
    /// What the answer holds for.
    private struct Key: Encodable {
        let address: EngineAddress
        let folders: [String]
        /// Mounts may be others after the next one.
        let boot: String?
    }

    let workspace: Workspace
    let reporter: Reporter

    private static let record = "engine-sees"

    /// The volumes to build in where `engine` is elsewhere; nil where it sees the folders. A container of `image` tries it once.
    func volumes(in engine: ContainerEngine, trying image: String) async throws -> FarVolumes? {
        guard let address = try await engine.address() else { return nil }
        let (root, cache) = (workspace.root, workspace.cache)
        let sees = try await records.value(Self.record, key: key(address)) {
            async let seesRoot = engine.sees(root, in: image)
            async let seesCache = engine.sees(cache, in: image)
            return try await (seesRoot, seesCache) == (true, true)
        }
        guard !sees else { return nil }
        reporter.report(.detail("\(engine.name) is elsewhere (\(address.endpoint)): it builds in volumes there"))
        try FarRecord(in: workspace).add(engine.kind, at: address.endpoint)
        return FarVolumes(for: workspace.folders)
    }

    /// Where `engine` is when it is elsewhere, as far as that is known without a container.
    func endpointElsewhere(of engine: ContainerEngine) async throws -> String? {
        guard let address = try await engine.address() else { return nil }
        let sees = try records.known(Self.record, key: key(address), as: Bool.self)
        return sees ?? EngineAddress.isSocket(address.endpoint) ? nil : address.endpoint
    }

    private var records: RecordStore { RecordStore(folder: workspace.records) }

    private func key(_ address: EngineAddress) -> Key {
        Key(
            address: address,
            folders: [workspace.root.string, workspace.cache.string],
            boot: EngineFitter.boot
        )
    }
}
