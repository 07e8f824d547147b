// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BuildReports

struct LanesTests {
    @Test(arguments: [
        ([], []),
        ([0..<5, 5..<9], [0, 0]),
        ([0..<5, 4..<9, 5..<6], [0, 1, 0]),
        ([0..<9, 1..<2, 1..<3, 2..<4], [0, 1, 2, 1]),
        ([3..<3, 3..<3], [0, 0]),
    ])
    func `each takes the first lane that is free`(times: [Range<Int>], lanes: [Int]) {
        #expect(Lanes.pack(times) == lanes)
    }

    @Test func `nothing overlaps in a lane, and there are as many lanes as ran at once`() {
        var random = SplitMix(state: 7)
        let times = (0..<500).map { _ in Int.random(in: 0..<10_000, using: &random) }.sorted()
            .map { $0..<$0 + Int.random(in: 0..<300, using: &random) }
        let lanes = Lanes.pack(times)
        for lane in Set(lanes) {
            let own = zip(times, lanes).filter { $0.1 == lane }.map(\.0)
            #expect(zip(own, own.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
        }
        let atOnce = times.map(\.lowerBound).map { start in
            times.count { (time: Range<Int>) in time.contains(start) || time.lowerBound == start }
        }
        #expect(Set(lanes).count <= atOnce.max() ?? 0)
    }
}
