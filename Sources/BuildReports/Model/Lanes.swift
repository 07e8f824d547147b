// SPDX-License-Identifier: Apache-2.0

/// Puts what overlaps in time into lanes in which nothing does.
package enum Lanes {
    /// For each of `times`, which are in the order of their beginnings, the first lane that is free then.
    package static func pack(_ times: [Range<Int>]) -> [Int] {
        var ends: [Int] = []
        return times.map { time in
            let lane = ends.firstIndex { $0 <= time.lowerBound } ?? ends.count
            if lane == ends.count { ends.append(0) }
            ends[lane] = time.upperBound
            return lane
        }
    }
}
