// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// The short form of `scripts/kill-test`.
@Suite(.tags(.large), .serialized)
struct KillTests {
    @Test func `twenty runs killed at random moments break no tag and no layer`() async throws {
        let sample = try await Sample(engine: "docker")
        let script = Sample.project.appending("scripts/kill-test").string
        let command = Command(
            script,
            ["20"],
            environment: [
                "CEPHDEV": Sample.project.appending(".build/debug/cephdev").string, "CEPHDEV_ENGINE": sample.engine,
            ]
        )
        let result = try await ProcessRunner.run(command)
        #expect(result.status.isSuccess, "\(result.output) \(result.errors)")
        #expect(result.output.last?.contains("20 killed") == true, "\(result.output)")
    }
}
