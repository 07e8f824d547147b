// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import SystemPackage

/// Where the mounts of a planned run lead in an engine that does not see them: folders of the workspace to volumes, single
/// files to a volume of files.
struct FarPlaces: Sendable {
    /// Files of this host, and where containers look for them.
    let files: [BindMount]
    private let mounts: [VolumeMount]

    /// - Throws: ``EngineError/failed(engine:action:subject:lastLines:)`` for a mount that nothing stands in for.
    init(of run: ContainerRun, folders: BuildFolders, volumes: FarVolumes, engine: String) throws {
        let known: [(FilePath, FarVolumes.Content)] = [
            (folders.source, .source), (folders.build, .build), (folders.install, .install),
            (folders.compileCache, .compileCache),
        ]
        var files: [BindMount] = []
        var mounts: [VolumeMount] = []
        for mount in run.mounts {
            if let (_, content) = known.first(where: { $0.0 == mount.source }) {
                mounts.append(VolumeMount(volumes.name(of: content), at: mount.target))
                continue
            }
            let place = VolumeMount(volumes.name(of: .files), at: mount.target.removingLastComponent())
            guard mount.isReadOnly, files.isEmpty || mounts.contains(place) else {
                throw EngineError.failed(
                    engine: engine,
                    action: "mount",
                    subject: mount.source.string,
                    lastLines: ["it is elsewhere, and does not see this host's folders"]
                )
            }
            if files.isEmpty { mounts.append(place) }
            files.append(mount)
        }
        self.files = files
        self.mounts = mounts
    }

    /// `run` with the volumes in place of its mounts. They belong to the engine's root, whoever runs cephdev.
    func run(_ run: ContainerRun) -> ContainerRun {
        var placed = run
        placed.mounts = []
        placed.volumes = mounts
        placed.user = "0:0"
        return placed
    }
}
