// SPDX-License-Identifier: Apache-2.0

import Digests
import EngineKit
import FoundationEssentials
import OCIKit
import Reporting
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import CephDev

struct TagHistoryTests {
    private let scratch: ScratchDirectory
    private let name: TagName

    init() throws {
        scratch = try ScratchDirectory()
        name = try TagName(parsing: "ceph/daemon:main", in: .docker)
    }

    private func history(_ reporter: Reporter = .silent) -> TagHistory {
        TagHistory(in: scratch.path, engine: .docker, reporter: reporter)
    }

    private func image(_ number: UInt8) -> Digest { Digest.of([number]) }

    @Test func `moves are read as they were written, each name's alone`() throws {
        let other = try TagName(parsing: "ceph/daemon:reef", in: .docker)
        try history().append(name, from: nil, to: image(1), cause: .move)
        try history().append(other, from: image(1), to: image(2), cause: .move)
        try history().append(name, from: image(1), to: image(3), cause: .rollback)
        let moves = try history().moves(of: name)
        #expect(moves.map(\.old) == [nil, image(1)] && moves.map(\.new) == [image(1), image(3)])
        #expect(moves.map(\.cause) == [.move, .rollback] && moves.allSatisfy { $0.engine == "docker" })
        #expect(try history().moves().count == 3)
    }

    @Test func `nothing was moved where there is no file`() throws {
        #expect(try history().moves().isEmpty)
    }

    @Test(arguments: ["{", "\u{FFFD}", "null", #"{"time":"now","engine":"docker","name":"a:b","new":"x"}"#])
    func `a damaged line is passed over with a warning, the lines around it are read`(line: String) throws {
        try history().append(name, from: nil, to: image(1), cause: .move)
        let text = try scratch.read("docker.jsonl")
        // Without an end of line, as a killed run leaves it.
        try scratch.write("docker.jsonl", text + line)
        try history().append(name, from: image(1), to: image(2), cause: .move)
        let warnings = Mutex<[String]>([])
        let reporter = Reporter { event in
            if case .warning(let text) = event { warnings.withLock { $0.append(text) } }
        }
        #expect(try history(reporter).moves(of: name).map(\.new) == [image(1), image(2)])
        #expect(warnings.withLock { $0.count } == 1)
    }

    @Test func `one at a time holds the lock`() async throws {
        let history = history()
        let inside = Occupancy()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try await history.locked { await inside.visit() } } }
            try await group.waitForAll()
        }
        #expect(inside.most == 1)
    }

    @Test func `the lock is free again after a failure`() async throws {
        await #expect(throws: CancellationError.self) { try await history().locked { throw CancellationError() } }
        #expect(try await history().locked { 1 } == 1)
    }
}

/// Counts who is in a place at once.
private final class Occupancy: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var most: Int { counts.withLock(\.most) }

    func visit() async {
        counts.withLock { counts in
            counts.now += 1
            counts.most = max(counts.most, counts.now)
        }
        await Task.yield()
        counts.withLock { $0.now -= 1 }
    }
}
