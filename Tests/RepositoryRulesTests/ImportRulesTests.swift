// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct ImportRulesTests {
    private static func file(_ target: String, _ line: String) -> SourceFile {
        SourceFile(path: "Sources/\(target)/A.swift", text: line)
    }

    // MARK: Each rule can be broken

    @Test(arguments: [
        ("Reporting", "Console"), ("CephBuild", "CephDev"), ("CephBuild", "ImageCheck"), ("CephDev", "Console"),
        ("Digests", "FileTree"), ("ProcessKit", "GitKit"), ("FileTree", "ArchiveKit"), ("CephDevCommands", "cephdev"),
        ("Reporting", "Reporting"),
    ])
    func `an import that does not point down is a breach`(target: String, module: String) {
        #expect(ImportRules.pointDown(Self.file(target, "internal import \(module)")).count == 1)
    }

    @Test(arguments: [
        ("cephdev", "CephDevCommands"), ("Console", "Reporting"), ("GitKit", "CGit2"), ("CephBuild", "SystemPackage"),
    ])
    func `an import that points down or out is none`(target: String, module: String) {
        #expect(ImportRules.pointDown(Self.file(target, "package import \(module)")).isEmpty)
    }

    @Test(arguments: [
        ("GitKit", "EngineKit"), ("OCIKit", "ArchiveKit"), ("ArchiveKit", "CGit2"), ("EngineKit", "Reporting"),
        ("GitKit", "Foundation"),
    ])
    func `a kit that imports more than its one thing is a breach`(kit: String, module: String) {
        #expect(ImportRules.keepKitsApart(Self.file(kit, "import \(module)")).count == 1)
    }

    @Test(arguments: [("GitKit", "CGit2"), ("ArchiveKit", "FileTree"), ("OCIKit", "Digests"), ("CephBuild", "GitKit")])
    func `what a kit shares is none`(target: String, module: String) {
        #expect(ImportRules.keepKitsApart(Self.file(target, "import \(module)")).isEmpty)
    }

    @Test(arguments: [("CephDev", "ArgumentParser"), ("GitKit", "Subprocess"), ("CephDevCommands", "Subprocess")])
    func `a package outside of its place is a breach`(target: String, module: String) {
        #expect(ImportRules.keepPackagesInPlace(Self.file(target, "import \(module)")).count == 1)
    }

    @Test(arguments: ["import Foundation", "internal import Foundation", "import struct Foundation.Data"])
    func `all of Foundation is a breach`(line: String) {
        #expect(ImportRules.avoidFoundation(Self.file("CephDev", line)).count == 1)
    }

    @Test(arguments: ["import CGit2", "package import CGit2", "@preconcurrency import CArchive"])
    func `a C module that shows outside is a breach`(line: String) {
        #expect(ImportRules.hideC(Self.file("GitKit", line)).count == 1)
    }

    @Test func `a C module in two targets, or in none, is a breach`() {
        let files = [
            Self.file("GitKit", "import CGit2"), Self.file("OCIKit", "import CGit2"), Self.file("A", "import CCrypto"),
        ]
        let breaches = ImportRules.shareNoC(files)
        #expect(breaches.count == ImportRules.cModules.count - 1)
        #expect(breaches.contains { $0.hasPrefix("CGit2 is") } && !breaches.contains { $0.hasPrefix("CCrypto") })
    }

    @Test func `a breach says where it is`() {
        let file = Self.file("OCIKit", "\ninternal import Foundation")
        #expect(ImportRules.avoidFoundation(file) == ["Sources/OCIKit/A.swift:2: FoundationEssentials is enough"])
    }

    // MARK: The repository keeps them

    private static let rules: [(name: String, rule: @Sendable (SourceFile) -> [String])] = [
        ("imports point down", ImportRules.pointDown), ("kits stay apart", ImportRules.keepKitsApart),
        ("packages stay in place", ImportRules.keepPackagesInPlace), ("no Foundation", ImportRules.avoidFoundation),
        ("C is hidden", ImportRules.hideC),
    ]

    @Test(.tags(.medium), arguments: rules)
    func `the sources keep the rule`(name: String, rule: @Sendable (SourceFile) -> [String]) async throws {
        #expect(try await Repository.sources().flatMap(rule) == [], "\(name)")
    }

    @Test(.tags(.medium)) func `every C module has one target`() async throws {
        #expect(try await ImportRules.shareNoC(Repository.sources()) == [])
    }

    @Test(.tags(.medium)) func `every target has its place in the layers`() async throws {
        let targets = try await Set(Repository.sources().compactMap(\.target))
        #expect(targets.filter { ImportRules.rank(of: $0) == nil } == [])
        #expect(targets.count > 10)
    }
}
