// SPDX-License-Identifier: Apache-2.0

import Digests
import ImageAssembly
import SystemPackage
import TestSupport
import Testing

struct StoreAuditTests {
    private let scratch: ScratchDirectory
    private let store: ContentStore
    private let blob: StoredBlob

    init() throws {
        scratch = try ScratchDirectory()
        let store = ContentStore(at: scratch.path.appending("store"))
        self.store = store
        blob = try store.derive(["a", "key"]) { try store.ingest { try Array("content".utf8).withUnsafeBytes($0) } }
    }

    @Test func `nothing is wrong with a store that was only written to`() throws {
        let audit = try store.audit(verifying: true)
        #expect(audit.rejects.isEmpty)
        #expect(audit.blobCount == 1)
        #expect(audit.byteCount == 7)
    }

    @Test func `nothing is wrong with a store that is not there`() throws {
        #expect(try ContentStore(at: scratch.path.appending("none")).audit(verifying: true) == StoreAudit.empty)
    }

    @Test func `a flipped bit is found by reading, and the blob can be removed with the records that lead to it`()
        throws
    {
        try scratch.write("store/sha256/\(blob.digest.hex)", "Content")
        #expect(try store.audit(verifying: false).rejects.isEmpty)
        let audit = try store.audit(verifying: true)
        #expect(audit.broken == [store.path(of: blob.digest)])
        #expect(audit.danglingRecords.count == 1)
        try store.remove(audit.rejects)
        #expect(try store.audit(verifying: true) == .empty)
        #expect(try store.recall(["a", "key"]) == nil)
    }

    @Test(.tags(.medium)) func `a record whose blob is gone is found without reading`() async throws {
        try await scratch.run("rm", store.path(of: blob.digest).string)
        #expect(try store.audit(verifying: false).danglingRecords.count == 1)
    }

    @Test(arguments: ["", "sha256:00 7", "nonsense", "\(Digest.of([])) 0"])
    func `a record that says nothing is found`(text: String) throws {
        try scratch.write("store/derived/x", text)
        #expect(try store.audit(verifying: false).danglingRecords.map(\.lastComponent?.string) == ["x"])
    }

    @Test func `what is no blob is a stray`() throws {
        try scratch.write("store/sha256/readme", "x")
        #expect(try store.audit(verifying: false).strays.map(\.lastComponent?.string) == ["readme"])
    }

    @Test func `what a dead writer left is a stray, what a living one writes is none`() throws {
        try scratch.write("store/ingest-1-2", "init lives")
        // Larger than any process id of Linux (PID_MAX_LIMIT).
        try scratch.write("store/ingest-4194305-2", "nobody")
        #expect(try store.audit(verifying: false).strays.map(\.lastComponent?.string) == ["ingest-4194305-2"])
    }

    @Test func `whoever knows to be alone sweeps what all others left`() throws {
        for name in ["ingest-1-2", "derived/.dat.nosync1.x"] { try scratch.write("store/\(name)", "x") }
        try store.sweep()
        #expect(!scratch.exists("store/ingest-1-2") && !scratch.exists("store/derived/.dat.nosync1.x"))
        #expect(try store.audit(verifying: true).blobCount == 1)
    }

    @Test func `whoever checks can end the search`() {
        #expect(throws: CancellationError.self) { try store.audit(verifying: true) { throw CancellationError() } }
    }
}

extension StoreAudit {
    /// Of a store that holds nothing.
    static let empty = StoreAudit()
}
