// SPDX-License-Identifier: Apache-2.0

import Glibc
import ProcessKit
import Testing

struct BlockingWorkTests {
    private struct Refusal: Error {}

    @Test func `the value comes back`() async throws {
        #expect(try await BlockingWork.run { _ in 42 } == 42)
    }

    @Test func `an error comes back as it is`() async {
        await #expect(throws: Refusal.self) { try await BlockingWork.run { _ in throw Refusal() } }
    }

    @Test(.timeLimit(.minutes(10))) func `a cancelled task raises the flag`() async {
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await BlockingWork.run { flag in
                start.yield()
                while !flag.isRaised { sched_yield() }
                try flag.check()
            }
        }
        for await _ in starts { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `a task that is cancelled already finds the flag up`() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await BlockingWork.run { $0.isRaised }
        }
        #expect(try await task.value)
    }

    @Test(arguments: [(0, 10), (9, 10), (10, 10), (1000, 10), (1001, 1)])
    func `parts cover everything in order, and none is too small`(count: Int, size: Int) async throws {
        let parts = try await BlockingWork.inParts(of: count, atLeast: size) { range, _ in range }
        #expect(parts.flatMap { Array($0) } == Array(0..<count))
        #expect(parts.count == 1 || parts.allSatisfy { $0.count >= size })
        #expect(parts.count <= max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    @Test func `nobody is stopped by a flag that is down`() throws {
        try CancellationFlag().check()
    }
}
