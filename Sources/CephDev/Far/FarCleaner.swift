// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import EngineKit
internal import FoundationEssentials
internal import ProcessKit
internal import Reporting
internal import SystemPackage

/// Removes the volumes that stand in for a workspace's folders in an engine elsewhere.
///
/// The caller holds the workspace's lock.
struct FarCleaner: Sendable {
    let workspace: Workspace
    let engine: ContainerEngine
    let reporter: Reporter

    /// Removes what `levels` name, and says what that was. A dry run only says.
    func clean(_ levels: Set<BuildRequest.CleanLevel>, isDryRun: Bool = false) async throws -> [Removal] {
        let contents = FarVolumes.Content.allCases.filter { !levels.isDisjoint(with: [$0.level, .all]) }
        guard !contents.isEmpty else { return [] }
        let volumes = FarVolumes(for: workspace.folders)
        let present = Set(try await engine.volumes(labelled: [ContainerEngine.hostLabel: ProcessIdentity.host]))
        let names = contents.map(volumes.name).filter(present.contains)
        let sizes = try await byteCounts(of: names)
        if !isDryRun {
            var owned = engine
            owned.owner = workspace.root.string
            // A volume that a container uses cannot go.
            try await owned.removeLeftovers()
            for name in names { try await engine.removeVolume(name) }
        }
        try await warnOfOthers(forgetting: levels.contains(.all) && !isDryRun)
        return names.map { Removal(volume: $0, byteCount: sizes[$0] ?? 0) }
    }

    /// What a container of the last builder finds in the volumes; nothing when that image is not there any more.
    private func byteCounts(of names: [String]) async throws -> [String: Int64] {
        guard !names.isEmpty, let builder = workspace.lastBuilder, try await engine.inspect(builder) != nil else {
            return [:]
        }
        var run = ContainerRun(image: builder, command: ["/bin/sh", "-c", "du -s -k /volumes/*"], user: "0:0")
        run.volumes = names.map { VolumeMount($0, at: FilePath("/volumes").appending($0)) }
        let fitted = try await EngineFitter(workspace: workspace, reporter: reporter).fit(engine, to: builder)
        let lines = try await fitted.run(run).output.map { $0.split(separator: "\t") }
        return Dictionary(
            lines.compactMap { fields in
                guard fields.count == 2, let count = Int64(fields[0]) else { return nil }
                return (String(fields[1].dropFirst("/volumes/".count)), count * 1024)
            }
        ) { first, _ in first }
    }

    /// Tells of engines that have volumes and were not asked.
    private func warnOfOthers(forgetting: Bool) async throws {
        let record = FarRecord(in: workspace)
        let places = record.places
        guard !places.isEmpty else { return }
        let endpoint = try await engine.address()?.endpoint
        for place in places {
            if place.engine == engine.name, place.endpoint == endpoint {
                if forgetting { try record.remove(place) }
            } else {
                reporter.report(.note("volumes of this workspace stay in \(place): 'cephdev clean' reaches one engine"))
            }
        }
    }
}

extension FarVolumes.Content {
    /// What a user calls it; sources go with all the rest.
    fileprivate var level: BuildRequest.CleanLevel {
        switch self {
        case .build: .build
        case .install: .install
        case .compileCache: .cache
        case .source, .files: .all
        }
    }
}
