// SPDX-License-Identifier: Apache-2.0

import Console
import Reporting
import Testing

struct ProgressLineTests {
    private static func draw(
        _ completed: Int,
        of total: Int?,
        after elapsed: Duration = .zero,
        width: Int = 120,
        subject: String = "ceph-mds"
    ) -> String {
        let progress = Progress(completed: completed, total: total, subject: subject)
        return ProgressLine(stage: .compile, progress: progress, elapsed: elapsed).draw(width: width)
    }

    @Test(arguments: [
        (0, 200, "compile [>                       ] 0/200  ceph-mds"),
        (1, 200, "compile [>                       ] 1/200  ceph-mds"),
        (50, 200, "compile [======>                 ] 50/200  ceph-mds"),
        (199, 200, "compile [=======================>] 199/200  ceph-mds"),
        (200, 200, "compile [========================] 200/200  ceph-mds"),
        (300, 200, "compile [========================] 300/200  ceph-mds"),
    ])
    func `a bar shows how much is done`(completed: Int, total: Int, line: String) {
        #expect(Self.draw(completed, of: total) == line)
    }

    @Test(
        arguments: [(0, nil, "compile  ceph-mds"), (7, nil, "compile 7  ceph-mds"), (7, 0, "compile 7  ceph-mds")]
            as [(Int, Int?, String)]
    )
    func `without a known end there is only a count`(completed: Int, total: Int?, line: String) {
        #expect(Self.draw(completed, of: total) == line)
    }

    @Test(arguments: [
        (50, Duration.seconds(60), "  about 3 min left"), (100, .seconds(8), "  about 8 s left"),
        (150, .seconds(90), "  about 30 s left"), (150, .seconds(93), "  about 30 s left"),
        (4, .seconds(147), "  about 2 h 0 min left"), (100, .milliseconds(3_040), "  about 3 s left"),
    ])
    func `the rest is judged by the pace so far`(completed: Int, elapsed: Duration, estimate: String) {
        #expect(Self.draw(completed, of: 200, after: elapsed).contains("/200\(estimate)  ceph-mds"))
    }

    @Test(arguments: [(100, Duration.seconds(2)), (3, .seconds(60)), (200, .seconds(60)), (0, .seconds(60))])
    func `too little seen, or nothing left, gives no estimate`(completed: Int, elapsed: Duration) {
        #expect(!Self.draw(completed, of: 200, after: elapsed).contains("left"))
    }

    @Test(arguments: [-1, 0, 1, 20, 79])
    func `a line is not wider than it may be`(width: Int) {
        let line = Self.draw(50, of: 200, width: width, subject: String(repeating: "x", count: 200))
        #expect(line.count == max(0, width))
    }

    @Test(arguments: [
        (Duration.seconds(718), "about 12 min left"), (.seconds(4), "about 4 s left"), (.zero, "about 1 s left"),
        (.seconds(-5), "about 1 s left"), (.seconds(47), "about 50 s left"), (.seconds(4_000), "about 1 h 5 min left"),
    ])
    func `a stage that knows better is believed, from its start`(remaining: Duration, text: String) {
        let progress = Progress(completed: 1, total: 322, subject: "Building X.cc", remaining: remaining)
        let line = ProgressLine(stage: .compile, progress: progress, elapsed: .zero).draw(width: 120)
        #expect(line == "compile [>                       ] 1/322  \(text)  Building X.cc")
    }
}
