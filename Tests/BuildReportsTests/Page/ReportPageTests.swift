// SPDX-License-Identifier: Apache-2.0

import BuildReports
import FoundationEssentials
import ProcessKit
import TestSupport
import Testing

struct ReportPageTests {
    private static func page(_ report: BuildReport) throws -> String {
        String(decoding: try ReportPage.render(report), as: UTF8.self)
    }

    @Test func `the same build gives the same page`() throws {
        #expect(try ReportPage.render(SampleReport.whole()) == ReportPage.render(SampleReport.whole()))
    }

    @Test func `no name gets out of its place`() throws {
        let plain = try Self.page(SampleReport.whole())
        let hostile = try Self.page(SampleReport.hostileReport())
        for tag in ["</script", "<script", "<img", "<!--", "onerror=\"doc"] {
            #expect(hostile.components(separatedBy: tag).count == plain.components(separatedBy: tag).count, "\(tag)")
        }
        #expect(hostile.contains("{{script}}"))
    }

    @Test func `nothing is asked of anybody`() throws {
        let page = try Self.page(SampleReport.whole())
        for reference in ["src=", "href=", "url(", "@import", "http://", "https://", "fetch(", "innerHTML"] {
            #expect(!page.contains(reference), "\(reference)")
        }
    }

    @Test(.tags(.medium)) func `another reader finds the report and the digests of script and style`() async throws {
        let report = SampleReport.hostileReport()
        let scratch = try ScratchDirectory()
        try scratch.write("page.html", try ReportPage.render(report))
        try scratch.write("reader.py", Self.reader)
        let output = try await scratch.run("python3", "reader.py")
        #expect(output.last == "the policy fits")
        #expect(try BuildReport(record: Array(output.dropLast().joined().utf8)) == report)
    }

    private static let reader = """
        import base64, hashlib, html.parser
        class Reader(html.parser.HTMLParser):
            parts, policy = [], ""
            def handle_starttag(self, tag, attributes):
                attributes = dict(attributes)
                if attributes.get("http-equiv") == "Content-Security-Policy": self.policy = attributes["content"]
                self.parts.append([tag + attributes.get("type", ""), ""])
            def handle_endtag(self, tag):
                self.parts.append([None, ""])
            def handle_data(self, data):
                if self.parts: self.parts[-1][1] += data
        reader = Reader()
        reader.feed(open("page.html", encoding="utf-8", newline="").read())
        texts = dict(reader.parts)
        print(texts["scriptapplication/json"])
        digest = lambda text: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert reader.policy.startswith("default-src 'none'; ")
        for kind in ["script", "style"]:
            assert f"{kind}-src 'sha256-{digest(texts[kind])}'" in reader.policy, kind
        print("the policy fits")
        """
}
