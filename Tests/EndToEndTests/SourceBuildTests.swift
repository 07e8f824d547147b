// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// Images of sources that are no branch: a pull request, patches, what an earlier run has fetched.
@Suite(.tags(.large), .serialized)
struct SourceBuildTests {
    @Test(arguments: BuildTests.engines)
    func `a pull request, a patch on it and a build without a network hold what git would have made`(engine: String)
        async throws
    {
        let sample = try await Sample(engine: engine)
        try await offerPullRequest(sample)
        let pull = try await sample.build("pr/7", "--format", "json")
        #expect(pull.status == 0, "\(pull.errors)")
        #expect(try await state(sample) == "pulled")
        let patched = try await sample.build("pr/7", "--patch", "fix.patch", "--format", "json")
        #expect(patched.status == 0 && patched.errors.contains("compile: 2 steps"), "\(patched.errors)")
        #expect(try await state(sample) == "patched")
        #expect(try patched.json.id != pull.json.id)

        // Without the repository, too: what is needed was fetched, and the patch is out of the source again.
        try await sample.scratch.run("mv", "sample", "away")
        let offline = try await sample.build("pr/7", "--offline", "--format", "json")
        #expect(offline.status == 0, "\(offline.errors)")
        #expect(try offline.json.id == pull.json.id)
        let missing = try await sample.build("pr/8", "--offline")
        #expect(missing.status == 69 && missing.errors.contains("pr/8"), "\(missing.errors)")
        #expect(try await state(sample) == "pulled")
        try await sample.clean()
    }

    /// `refs/pull/7/head` as GitHub has it, and `fix.patch` on top.
    private func offerPullRequest(_ sample: Sample) async throws {
        let script = """
            set -e; cd sample/miniceph
            git config user.name t; git config user.email t@t
            git checkout --quiet -b wip main
            sed -i 's/"active"/"pulled"/' src/mds/MDSRank.cc; git commit --quiet --all --message pull
            git update-ref refs/pull/7/head HEAD
            sed -i 's/"pulled"/"patched"/' src/mds/MDSRank.cc; git commit --quiet --all --message patch
            git format-patch --quiet -1 --stdout >../../fix.patch
            git checkout --quiet main; git branch --quiet -D wip
            """
        try await sample.scratch.run("sh", "-c", script)
    }

    /// The word of `MDSRank.cc` that the image's MDS holds.
    private func state(_ sample: Sample) async throws -> String? {
        let script = "grep -o -a -m1 -E 'pulled|patched|active' /usr/bin/ceph-mds"
        return try await sample.inside(sample.name, script).requireSuccess().output.first
    }
}
