// SPDX-License-Identifier: Apache-2.0

import Digests
import Testing

@testable import EngineKit

struct TransferLogTests {
    private static let blob = Digest.of("blob".utf8)

    private static func line(_ message: String, level: String = "debug") -> String {
        #"time="2026-01-01T00:00:00Z" level=\#(level) msg="\#(message)""#
    }

    @Test func `a confirmed upload is counted, and said`() {
        let log = TransferLog()
        #expect(log.take(Self.line("Upload of layer \(Self.blob) complete")) == Self.blob)
        #expect(log.uploaded == [Self.blob] && log.mounted.isEmpty)
    }

    @Test func `a blob that a mount was tried for and that was not uploaded is mounted`() {
        let log = TransferLog()
        log.take(Self.line("Trying to mount /v2/b/y/blobs/uploads/?from=a%2Fx&mount=sha256%3A\(Self.blob.hex)"))
        #expect(log.mounted == [Self.blob])
        log.take(Self.line("Upload of layer \(Self.blob) complete"))
        #expect(log.mounted.isEmpty && log.uploaded == [Self.blob])
    }

    @Test(arguments: [
        "", "Copying blob \(blob)", "time=", line("Skipping blob \(blob) (already present):"),
        line("Upload of layer sha256:12 complete"), line("x Upload of layer \(blob) complete"),
    ])
    func `other lines say nothing`(line: String) {
        let log = TransferLog()
        #expect(log.take(line) == nil)
        #expect(log.uploaded.isEmpty && log.mounted.isEmpty && log.error == nil)
    }

    @Test func `the last words are kept, unquoted and without what follows the mark of a URL`() {
        let log = TransferLog()
        log.take(Self.line(#"Get \"https://s3/x?X-Signature=secret\": EOF\nmore"#, level: "fatal"))
        #expect(log.error == "Get \"https://s3/x?…\": EOF\nmore")
    }
}
