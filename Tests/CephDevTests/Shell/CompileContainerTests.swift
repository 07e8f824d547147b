// SPDX-License-Identifier: Apache-2.0

import EngineKit
import FoundationEssentials
import Reporting
import SystemPackage
import TestSupport
import Testing

@testable import CephDev

struct CompileContainerTests {
    private let scratch: ScratchDirectory
    private let container: CompileContainer

    init() throws {
        scratch = try ScratchDirectory()
        container = CompileContainer(file: scratch.path.appending("note"))
    }

    private static let run = ContainerRun(
        image: "sha256:1",
        command: ["ninja", "-j", "2"],
        mounts: [BindMount("/w/source", at: "/ceph"), BindMount("/r", at: "/opt/r", readOnly: true)],
        environment: ["HOME": "/tmp"],
        network: .host,
        workingDirectory: "/ceph",
        user: "1000:1000",
        labels: ["a": "b"]
    )

    @Test(arguments: [ContainerEngine.Kind.docker, .podman])
    func `the run comes back as it was noted`(engine: ContainerEngine.Kind) throws {
        try container.remember(
            Self.run,
            builder: "cephdev/builder:x",
            in: ContainerEngine(kind: engine),
            isElsewhere: false
        )
        let note = try #require(try container.note())
        #expect(
            note
                == CompileContainer.Note(
                    engine: engine.rawValue,
                    builder: "cephdev/builder:x",
                    run: Self.run,
                    isElsewhere: false
                )
        )
    }

    @Test func `nothing is noted before the first build`() throws {
        #expect(try container.note() == nil)
    }

    @Test(arguments: ["", "{}", "[1]", #"{"engine":"docker"}"#])
    func `a note that cannot be read is none`(text: String) throws {
        try scratch.write("note", text)
        #expect(try container.note() == nil)
    }

    @Test func `a workspace without a build is told so`() async throws {
        let workspace = try Workspace(present: scratch.path.appending("ws"), cache: scratch.path.appending("cache"))
        let error = await #expect(throws: WorkspaceFailure.self) {
            try await ShellService(workspace: workspace, engine: nil, reporter: .silent).run(["true"])
        }
        #expect(error?.hint?.contains("cephdev build") == true)
    }
}
