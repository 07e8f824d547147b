// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import TestSupport
import Testing

/// The picture of a build that really ran.
@Suite(.tags(.large), .serialized)
struct ReportTests {
    /// What of `cephdev.build-report/1` is looked at.
    private struct Record: Decodable {
        struct Stage: Decodable {
            let name: String
            let failed: Bool
        }

        struct Compile: Decodable {
            struct Step: Decodable {
                let target: String
                let lane: Int
            }

            let steps: [Step]
        }

        struct Image: Decodable {
            struct Layer: Decodable {
                let name: String
                let isNew: Bool
            }

            let layers: [Layer]
        }

        struct Check: Decodable {
            struct Finding: Decodable {
                let rule: String
            }

            let findings: [Finding]
        }

        let stages: [Stage]
        let compile: Compile?
        let image: Image?
        let check: Check?
    }

    private func record(_ sample: Sample) throws -> Record {
        try JSONDecoder().decode(Record.self, from: Data(sample.scratch.bytes("workspace/logs/last-build.json")))
    }

    @Test func `a build is a page, a trace and a record; the next one has new only what changed`() async throws {
        let sample = try await Sample(engine: "docker")
        let first = try await sample.build("main", "--report", "build.html", "--trace", "build.json")
        #expect(first.status == 0, "\(first.errors)")
        let whole = try record(sample)
        #expect(Set(whole.stages.map(\.name)).isSuperset(of: ["base", "source", "compile", "layer", "check", "tag"]))
        #expect(whole.compile?.steps.contains { $0.target.hasSuffix("MDSRank.cc.o") } == true)
        #expect(whole.image?.layers.allSatisfy(\.isNew) == true && whole.check?.findings.isEmpty == true)
        #expect(try sample.scratch.read("build.html").contains("MDSRank.cc.o"))
        let load = "import json; print(len(json.load(open('build.json'))['traceEvents']) > 30)"
        #expect(try await sample.scratch.run("python3", "-c", load) == ["True"])

        let again = try await sample.build("main")
        #expect(again.status == 0, "\(again.errors)")
        let second = try record(sample)
        #expect(second.compile?.steps.isEmpty == true)
        #expect(second.image?.layers.contains(where: \.isNew) == false)
        try await sample.clean()
    }

    @Test(arguments: [("compile-error", "compile", 2), ("missing-symbol", nil, 1)] as [(String, String?, Int32)])
    func `a build that fails is shown as far as it got`(branch: String, stage: String?, status: Int32) async throws {
        let sample = try await Sample(engine: "docker")
        let run = try await sample.build(branch, "--report", "build.html")
        #expect(run.status == status, "\(run.errors)")
        let record = try record(sample)
        #expect(record.stages.filter(\.failed).map(\.name) == [stage].compactMap(\.self))
        #expect((record.compile?.steps.count ?? 0) > 5 && record.image == nil)
        #expect(record.check?.findings.contains { $0.rule == "undefined-symbols" } == (stage == nil ? true : nil))
        let later = try await sample.cephdev("log", "--report", "later.html")
        #expect(later.status == 0 && later.output.isEmpty, "\(later.errors)")
        #expect(try sample.scratch.read("later.html") == sample.scratch.read("build.html"))
        try await sample.clean()
    }

    @Test func `a page that cannot be written stops a build before it begins`() async throws {
        let sample = try await Sample(engine: "docker")
        let run = try await sample.build("main", "--report", "missing/build.html")
        #expect(run.status == 74 && run.errors.contains("there is no folder"), "\(run.errors)")
        #expect(!run.errors.contains("source:"))
        let log = try await sample.cephdev("log", "--report", "build.html")
        #expect(log.status == 65 && log.errors.contains("no build was recorded yet"), "\(log.errors)")
    }
}
