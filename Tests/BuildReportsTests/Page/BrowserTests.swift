// SPDX-License-Identifier: Apache-2.0

import BuildReports
import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// The page in a browser, used as a person would.
@Suite(.tags(.medium), .serialized)
struct BrowserTests {
    /// What `Tests/Samples/browser/drive-report` saw.
    private struct Seen: Decodable {
        let title: String
        let text: String
        let images: Int
        let hasSteps: Bool
        let requests: [String]
        let complaints: [String]
        let light: String
        let dark: String
        let lightWidth: Int
        let phoneWidth: Int
        let slowest: String?
        let fastest: String?
        let filtered: Int?
        let count: String?
        let all: String?
        let hovered: String?
        let zoomed: String?
        let dragged: String?
        let zoomedByKey: String?
        let allByKey: String?
        let chosenByKey: String?
    }

    private func use(_ report: BuildReport) async throws -> Seen {
        let scratch = try ScratchDirectory()
        try scratch.write("page.html", try ReportPage.render(report))
        let tests = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        let driver = tests.appending("Samples/browser/drive-report").string
        let output = try await scratch.run("timeout", "120", driver, "page.html", ".")
        for picture in ["light.png", "dark.png", "phone.png", "phone-dark.png"] {
            #expect(try scratch.bytes(picture).count > 5000)
        }
        return try JSONDecoder().decode(Seen.self, from: Data(output.joined().utf8))
    }

    private func expectQuiet(_ seen: Seen) {
        #expect(seen.complaints.isEmpty)
        #expect(seen.requests.isEmpty)
        #expect(seen.images == 0)
        #expect(seen.lightWidth <= 1400 && seen.phoneWidth <= 400, "the page is wider than the window")
        #expect(seen.light != seen.dark)
    }

    @Test func `steps can be sorted and filtered, the lanes zoomed and moved`() async throws {
        let seen = try await use(SampleReport.whole())
        expectQuiet(seen)
        #expect(seen.title == "ceph/daemon:wip-mds-8da75bb9e4 · build report")
        #expect(seen.slowest?.hasPrefix("4.4 ") == true && seen.slowest?.contains("Unit39.cc.o") == true)
        #expect(seen.fastest?.hasPrefix("4.0 ") == true && seen.fastest?.contains("Unit0.cc.o") == true)
        #expect(seen.filtered == 1)
        #expect(seen.count == "1 of 40, 4.0 s of work")
        #expect(seen.hovered?.hasPrefix("src/mds/CMakeFiles/mds.dir/Unit0.cc.o") == true)
        #expect(seen.chosenByKey?.hasPrefix("src/mds/CMakeFiles/mds.dir/Unit4.cc.o") == true)
        #expect(seen.all == "0:00 – 0:49" && seen.allByKey == seen.all)
        #expect(Set([seen.all, seen.zoomed, seen.dragged, seen.zoomedByKey]).count == 4)
    }

    @Test func `all that is known is on the page`() async throws {
        let text = try await use(SampleReport.whole()).text
        for word in [
            "done", "ceph/daemon:wip-mds", "sha256:c1fe", "wip-mds, 1 uncommitted file", "8da75bb9e4",
            "ceph/daemon:reef",
            "cephdev/builder:debian-trixie", "-DWITH_TESTS=OFF", "75 %", "30 hits, 10 misses",
            "7.5 MB", "616 MB unpacked", "two-sizes", "in two sizes", "a library took the place of another",
            "quay.io/me/ceph@sha256:77", "reused",
        ] {
            #expect(text.contains(word), "\(word)")
        }
    }

    @Test func `a build that failed shows why, and how far it got`() async throws {
        var report = SampleReport.whole(stepCount: 3)
        report.failure = .init(message: "it did not compile\n  the last line", hint: "try this")
        report.stages = [.init(name: "compile", start: 10, took: 20, failed: true)]
        report.image = nil
        report.check = nil
        let seen = try await use(report)
        expectQuiet(seen)
        for word in ["failed in compile", "it did not compile", "hint: try this", "did not come to an image"] {
            #expect(seen.text.contains(word), "\(word)")
        }
        #expect(seen.hasSteps)
    }

    @Test func `a build that got nowhere, and one with thousands of steps, are pages too`() async throws {
        let nothing = try await use(SampleReport.begun())
        expectQuiet(nothing)
        #expect(!nothing.hasSteps && nothing.text.contains("did not come to compile"))
        let much = try await use(SampleReport.whole(stepCount: 5000))
        expectQuiet(much)
        #expect(much.count?.hasPrefix("1 of 5") == true)
    }

    @Test func `hostile names are shown as they are`() async throws {
        let seen = try await use(SampleReport.hostileReport())
        expectQuiet(seen)
        #expect(seen.title == SampleReport.hostile + " · build report")
        #expect(seen.text.contains(SampleReport.hostile))
    }
}
