// SPDX-License-Identifier: Apache-2.0

import CephBuild
import CephDev
import FoundationEssentials
import Synchronization
import SystemPackage
import TestSupport
import Testing

struct LogServiceTests {
    private let scratch: ScratchDirectory
    private let service: LogService

    init() throws {
        scratch = try ScratchDirectory()
        service = LogService(
            workspace: try Workspace(present: scratch.path.appending("ws"), cache: scratch.path.appending("cache"))
        )
    }

    /// Writes the log of `stage`, as if at `seconds` after the epoch.
    private func write(_ stage: LoggedStage, at seconds: Double, _ text: String = "x\n") throws {
        try scratch.write("ws/logs/\(stage).log", text)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: seconds)],
            ofItemAtPath: scratch.path.appending("ws/logs/\(stage).log").string
        )
    }

    @Test func `the stage that ran last is taken, or the one that is named`() throws {
        try write(.configure, at: 10)
        try write(.compile, at: 30)
        try write(.install, at: 20)
        #expect(try service.find(nil).stage == .compile)
        let named = try service.find(.install)
        #expect(named.stage == .install && named.path == scratch.path.appending("ws/logs/install.log"))
    }

    @Test func `a log that is not there is told with its stage`() throws {
        #expect(throws: WorkspaceFailure.self) { try service.find(nil) }
        try write(.configure, at: 10)
        let error = try #require(#expect(throws: WorkspaceFailure.self) { try service.find(.compile) })
        #expect(error.description.contains("'compile'"))
    }

    @Test func `every line comes, across what is read at a time`() async throws {
        let lines = (0..<9000).map { "\($0) " + String(repeating: "x", count: $0 % 97) }
        try write(.compile, at: 1, lines.joined(separator: "\n") + "\nno end")
        let read = Mutex<[String]>([])
        try await service.read(try service.find(nil).path) { line in read.withLock { $0.append(line) } }
        #expect(read.withLock { $0 } == lines + ["no end"])
    }
}
