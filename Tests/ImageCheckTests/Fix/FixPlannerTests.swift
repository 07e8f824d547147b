// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import Testing

@testable import ImageCheck

struct FixPlannerTests {
    @Test func `a stale library is replaced where the loader found it`() throws {
        let cause = try Finding.Cause.staleLibrary(
            name: "libx.so.1",
            found: path("old/libx.so.1.0"),
            expected: path("n")
        )
        #expect(try changes([cause]) == [.place(source: path("usr/lib/libx.so.1.0"), path: path("old/libx.so.1.0"))])
    }

    @Test func `a missing library is put where the install step put it, with its link`() throws {
        #expect(
            try changes([.missingLibrary(name: "libx.so.1")]) == [
                .place(source: path("usr/lib/libx.so.1.0"), path: path("usr/lib/libx.so.1.0")),
                .link(path: path("usr/lib/libx.so.1"), target: "libx.so.1.0"),
            ]
        )
    }

    @Test func `a missing library that is a file of that name needs no link`() throws {
        let place = try path("usr/lib/libplain.so")
        #expect(try changes([.missingLibrary(name: "libplain.so")]) == [.place(source: place, path: place)])
    }

    @Test(
        arguments: [
            .missingLibrary(name: "libfmt.so.10"), .commandMissing(command: "ceph"),
            .commandFailed(command: "ceph --help", status: "status 1", output: []),
            .undefinedSymbol(symbol: "x", consumer: "/old/unknown"), .undefinedSymbol(symbol: "x", consumer: "../odd"),
            .missingVersion(version: "V", library: "/lib/libc.so.6", consumer: "/old/same.so"),
        ] as [Finding.Cause]
    )
    func `what no file of the build answers gets no edit`(cause: Finding.Cause) throws {
        #expect(try changes([cause]).isEmpty)
    }

    @Test func `a file that has the build's content already gets no edit`() throws {
        let cause = try Finding.Cause.brokenObject(path: path("old/same.so"), reason: "x")
        #expect(try changes([cause]).isEmpty)
    }

    @Test(arguments: ["/old/consumer", "/link/consumer"])
    func `an old consumer is replaced by the build's, behind links too`(consumer: String) throws {
        let changes = try changes([.undefinedSymbol(symbol: "gone", consumer: consumer)])
        #expect(try changes == [.place(source: path("usr/bin/consumer"), path: path("old/consumer"))])
    }

    @Test func `a consumer that wants a version which is gone is replaced too`() throws {
        let cause = Finding.Cause.missingVersion(version: "V2", library: "/l", consumer: "/old/consumer")
        #expect(try changes([cause]).count == 1)
    }

    @Test func `a broken object and a lost plugin are replaced where they lie`() throws {
        let broken = try Finding.Cause.brokenObject(path: path("old/consumer"), reason: "file too short")
        let lost = try Finding.Cause.pluginLost(plugin: path("old/libplain.so"), host: path("h"), symbols: ["x"])
        #expect(
            try changes([broken, lost]) == [
                .place(source: path("usr/bin/consumer"), path: path("old/consumer")),
                .place(source: path("usr/lib/libplain.so"), path: path("old/libplain.so")),
            ]
        )
    }

    @Test func `a path is edited once`() throws {
        let causes = ["a", "b"].map { Finding.Cause.undefinedSymbol(symbol: $0, consumer: "/old/consumer") }
        #expect(try changes(causes).count == 1)
    }

    @Test func `an edit says which finding it answers`() throws {
        let report = report([.missingLibrary(name: "libplain.so")])
        let edit = try planner().plan(for: report).first
        #expect(edit?.reason == report.findings.first?.description)
        #expect(edit?.description == "put the build's /usr/lib/libplain.so at /usr/lib/libplain.so")
    }

    private func changes(_ causes: [Finding.Cause]) throws -> [TreeEdit.Change] {
        try planner().plan(for: report(causes)).map(\.change)
    }

    private func report(_ causes: [Finding.Cause]) -> CheckReport {
        CheckReport(
            findings: causes.map { Finding(cause: $0, victims: [], provider: nil) },
            objectCount: 1,
            commands: [],
            comparedWithBase: true
        )
    }

    private func planner() throws -> FixPlanner {
        FixPlanner(
            image: FileTree([
                try file("old/libx.so.1.0", "old"), try file("old/consumer", "old"), try file("old/same.so", "new"),
                try file("old/libplain.so", "old"), try link("link", "old"),
            ]),
            staged: FileTree([
                try file("usr/lib/libx.so.1.0", "new"), try link("usr/lib/libx.so.1", "libx.so.1.0"),
                try file("usr/lib/libplain.so", "new"), try file("usr/bin/consumer", "new"),
                try file("usr/lib/same.so", "new"),
            ])
        )
    }

    private func path(_ text: String) throws -> TreePath { try TreePath(parsing: text) }

    private func file(_ text: String, _ content: String) throws -> FileEntry {
        let kind = FileEntry.Kind.file(size: 3, digest: .of(content.utf8), isELF: true)
        return FileEntry(path: try path(text), kind: kind, mode: 0o644)
    }

    private func link(_ text: String, _ target: String) throws -> FileEntry {
        FileEntry(path: try path(text), kind: .symlink(target: target), mode: 0o777)
    }
}
