// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import CephBuild

struct PreflightTests {
    private static let gigabyte: Int64 = 1_000_000_000

    private func preflight(
        workspace: Int64 = 1000,
        cache: Int64 = 1000,
        storage: Int64? = 1000,
        devices: (UInt64, UInt64, UInt64) = (1, 2, 3),
        jobs: Int = 4,
        memory: Int64 = 64,
        buildType: String = "RelWithDebInfo"
    ) -> Preflight {
        func space(_ path: FilePath, _ gigabytes: Int64, _ device: UInt64) -> FreeSpace {
            FreeSpace(path: path, byteCount: gigabytes * Self.gigabyte, device: device)
        }
        return Preflight(
            jobs: jobs,
            limit: JobLimit(cores: 16, memory: memory << 30),
            buildType: buildType,
            workspace: space("/w/build", workspace, devices.0),
            cache: space("/c/ccache", cache, devices.1),
            storage: storage.map { space("/var/lib/docker", $0, devices.2) }
        )
    }

    @Test func `where there is room nothing is said`() {
        #expect(preflight().warnings(steps: 2600).isEmpty)
        #expect(preflight(storage: nil).warnings(steps: 2600).isEmpty)
    }

    @Test func `a small build is not judged, however little there is`() {
        #expect(preflight(workspace: 0, cache: 0, storage: 0, memory: 1).warnings(steps: 199).isEmpty)
    }

    @Test(
        arguments: [
            ("RelWithDebInfo", 17, 1), ("RelWithDebInfo", 19, 0), ("Debug", 19, 1), ("Debug", 38, 1), ("Debug", 40, 0),
            ("Release", 6, 0), ("Release", 5, 1),
        ] as [(String, Int64, Int)]
    )
    func `what is wanted depends on the build type`(type: String, gigabytes: Int64, count: Int) {
        #expect(preflight(workspace: gigabytes, buildType: type).warnings(steps: 2600).count == count)
    }

    @Test func `each disk is told with the option that mends it`() throws {
        let warnings = preflight(workspace: 5, cache: 1, storage: 2).warnings(steps: 2600)
        try #require(warnings.count == 3)
        #expect(
            warnings[0].hasPrefix("5.0 GB are free for /w/build, and 2600 steps may want 18 GB: name a --workspace")
        )
        #expect(warnings[1].contains("/c/ccache") && warnings[1].contains("--cache"))
        #expect(warnings[2].contains("/var/lib/docker"))
    }

    @Test func `what lies on one disk is counted together and told once`() {
        let warnings = preflight(workspace: 20, cache: 20, storage: 20, devices: (1, 1, 1)).warnings(steps: 2600)
        #expect(warnings.count == 1 && warnings.first?.contains("may want 27 GB") == true, "\(warnings)")
    }

    @Test(arguments: [(4, 12, nil), (5, 12, "--threads 4"), (1, 2, "add memory or swap")] as [(Int, Int64, String?)])
    func `memory is judged by the compilers at once`(jobs: Int, memory: Int64, remedy: String?) {
        let warnings = preflight(jobs: jobs, memory: memory).warnings(steps: 300)
        #expect(warnings.count == (remedy == nil ? 0 : 1))
        if let remedy { #expect(warnings.first?.hasSuffix(remedy) == true, "\(warnings)") }
    }

    @Test(arguments: [(199, false), (200, true)])
    func `phony steps make no build large`(count: Int, isLarge: Bool) throws {
        let scratch = try ScratchDirectory()
        let lines = (0..<count).map { "build \($0).o: CXX \($0).cc\n  FLAGS = -g\n\nbuild alias\($0): phony \($0).o\n" }
        try scratch.write("build.ninja", "rule CXX\n  command = c++\n" + lines.joined())
        #expect(try Preflight.isLarge(scratch.path.appending("build.ninja")) == isLarge)
    }
}
