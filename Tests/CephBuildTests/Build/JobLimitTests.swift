// SPDX-License-Identifier: Apache-2.0

import CephBuild
import Testing

struct JobLimitTests {
    @Test(arguments: [
        (cores: 8, gibibytes: 64, jobs: 8), (8, 24, 8), (8, 23, 7), (8, 7, 2), (2, 3, 1), (2, 2, 1), (1, 0, 1),
        (0, 64, 1),
    ])
    func `each job has a core and three GiB, and one job always runs`(cores: Int, gibibytes: Int64, jobs: Int) {
        #expect(JobLimit(cores: cores, memory: gibibytes << 30).jobs == jobs)
    }

    @Test func `this host can run a job`() {
        let host = JobLimit.ofHost()
        #expect(host.cores >= 1 && host.memory > 0)
    }
}
