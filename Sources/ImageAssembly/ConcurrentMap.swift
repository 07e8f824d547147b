// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension Array where Element: Sendable {
    /// `transform` of every element, in their order; the first elements begin first, and `width` of them, by default as
    /// many as there are cores, are at work at once.
    func concurrentMap<Value: Sendable>(
        width: Int = Swift.max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
        _ transform: @escaping @Sendable (Element) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var values: [Int: Value] = [:]
            for (position, element) in enumerated() {
                if position >= width, let (done, value) = try await group.next() { values[done] = value }
                group.addTask { try await (position, transform(element)) }
            }
            for try await (done, value) in group { values[done] = value }
            return indices.compactMap { values[$0] }
        }
    }
}
