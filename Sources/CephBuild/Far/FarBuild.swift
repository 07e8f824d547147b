// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import ProcessKit
internal import Reporting
internal import SystemPackage

/// A build in an engine elsewhere: brings the source into volumes there, and keeps a container beside the build's own ones
/// by which the volumes are reached.
struct FarBuild: Sendable {
    let folders: BuildFolders
    let engine: ContainerEngine
    let volumes: FarVolumes
    let reporter: Reporter

    /// Calls `body` with the folders of a build whose steps are like `run`; the source is in them.
    func work<Value: Sendable>(on run: ContainerRun, _ body: (FarFolders) async throws -> Value) async throws -> Value {
        let places = try FarPlaces(of: run, folders: folders, volumes: volumes, engine: engine.name)
        try await engine.makeVolumes(
            FarVolumes.Content.allCases.map { (volumes.name(of: $0), volumes.labels(of: $0)) }
        )
        return try await engine.withContainer(places.run(run)) { container in
            let shell = FarShell(container: container, engine: engine.name)
            for file in places.files { try await shell.place(file) }
            let sent = try await FarSource(folders: folders, record: volumes.name(of: .source), shell: shell).send()
            if let note = sent.note { reporter.report(.note(note)) }
            return try await body(FarFolders(folders: folders, places: places, shell: shell, reporter: reporter))
        }
    }
}
