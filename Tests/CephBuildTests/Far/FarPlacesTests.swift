// SPDX-License-Identifier: Apache-2.0

import EngineKit
import SystemPackage
import Testing

@testable import CephBuild

struct FarPlacesTests {
    private let folders = BuildFolders(workspace: "/w", cache: "/c")

    private func places(_ mounts: BindMount...) throws -> FarPlaces {
        let run = ContainerRun(image: "i", command: ["true"], mounts: mounts)
        return try FarPlaces(of: run, folders: folders, volumes: FarVolumes(for: folders, of: "host"), engine: "docker")
    }

    @Test func `folders of the workspace become volumes, and root works in them`() throws {
        let places = try places(BindMount("/w/source", at: "/ceph"), BindMount("/c/ccache", at: "/ccache"))
        let run = places.run(ContainerRun(image: "i", command: ["ninja"], user: "1000:1000"))
        let volumes = FarVolumes(for: folders, of: "host")
        #expect(run.mounts.isEmpty && run.user == "0:0" && run.command == ["ninja"])
        #expect(
            run.volumes == [
                VolumeMount(volumes.name(of: .source), at: "/ceph"),
                VolumeMount(volumes.name(of: .compileCache), at: "/ccache"),
            ]
        )
    }

    @Test func `a file is copied into a volume at its folder's place`() throws {
        let file = BindMount("/r/install.cmake", at: "/opt/x/install.cmake", readOnly: true)
        let places = try places(BindMount("/w/build", at: "/ceph/build"), file)
        #expect(places.files == [file])
        #expect(places.run(ContainerRun(image: "i", command: [])).volumes.map(\.target) == ["/ceph/build", "/opt/x"])
    }

    @Test func `another folder cannot be had there`() {
        #expect(throws: EngineError.self) { try places(BindMount("/home", at: "/home")) }
    }

    @Test func `a volume's name is of its host and its folder, and a compile cache is of all workspaces`() {
        func names(_ host: String, _ workspace: FilePath) -> [String] {
            let volumes = FarVolumes(for: BuildFolders(workspace: workspace, cache: "/c"), of: host)
            return FarVolumes.Content.allCases.map(volumes.name)
        }
        #expect(Set(names("a", "/w") + names("b", "/w") + names("a", "/v")).count == 5 * 3 - 1)
        #expect(names("a", "/w") == names("a", "/w"))
    }
}
