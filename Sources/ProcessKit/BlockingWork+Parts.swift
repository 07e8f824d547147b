// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

extension BlockingWork {
    /// Runs `body` on consecutive parts of `0..<count` at once, no more than there are processors and none smaller than
    /// `size` unless it is the only one; gives the results in the order of the parts.
    package static func inParts<Value: Sendable>(
        of count: Int,
        atLeast size: Int,
        _ body: @escaping @Sendable (Range<Int>, CancellationFlag) throws -> Value
    ) async throws -> [Value] {
        let parts = max(1, min(ProcessInfo.processInfo.activeProcessorCount, count / size))
        return try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for part in 0..<parts {
                let range = count * part / parts..<count * (part + 1) / parts
                group.addTask { (part, try await run { flag in try body(range, flag) }) }
            }
            var results: [Int: Value] = [:]
            for try await (part, value) in group { results[part] = value }
            return (0..<parts).compactMap { results[$0] }
        }
    }
}
