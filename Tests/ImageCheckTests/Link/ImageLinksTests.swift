// SPDX-License-Identifier: Apache-2.0

import Digests
import ELFKit
import FileTree
import Testing

@testable import ImageCheck

/// What is taken over from another tree's processes is what would be found anew, whatever was edited in between.
struct ImageLinksTests {
    /// Trees of made-up libraries and programs that load each other.
    private struct World {
        var random: SeededRandom
        var facts: [Digest: DynamicObject] = [:]
        var files: [TreePath: FileEntry.Kind] = [:]

        private static let folders = ["lib", "usr/lib", "opt"]

        init(seed: UInt64) throws {
            random = SeededRandom(seed: seed)
            for number in 0..<8 { try addLibrary(number) }
            for number in 0..<15 { try addProgram(number) }
            try link("lib64", "usr/lib")
        }

        mutating func addLibrary(_ number: Int) throws {
            let folder = Self.folders.randomElement(using: &random) ?? ""
            let needed = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                name(Int.random(in: 0..<8, using: &random))
            }
            try add("\(folder)/\(name(number)).\(Int.random(in: 0...2, using: &random))", soname: name(number), needed)
            if Bool.random(using: &random) {
                let version = Int.random(in: 0...2, using: &random)
                try link("\(folder)/\(name(number))", "\(name(number)).\(version)")
            }
        }

        mutating func addProgram(_ number: Int) throws {
            let needed = (0..<3).map { _ in name(Int.random(in: 0..<8, using: &random)) }
            try add("usr/bin/p\(number)", soname: nil, needed)
        }

        private func name(_ number: Int) -> String { "lib\(number).so.1" }

        private mutating func add(_ text: String, soname: String?, _ needed: [String]) throws {
            var object = DynamicObject(format: DynamicObject.Format(machine: 62, isWide: true, isBigEndian: false))
            (object.soname, object.needed, object.isExecutable) = (soname, needed, soname == nil)
            object.runpath = ["/opt", "/opt/deep:/lib", "$ORIGIN", nil].randomElement(using: &random) ?? nil
            let digest = Digest.of("\(object) \(UInt64.random(in: 0...UInt64.max, using: &random))".utf8)
            facts[digest] = object
            files[try TreePath(parsing: text)] = .file(size: 1, digest: digest, isELF: true)
        }

        private mutating func link(_ path: String, _ target: String) throws {
            files[try TreePath(parsing: path)] = .symlink(target: target)
        }

        /// Adds, replaces, removes or redirects something.
        mutating func edit() throws {
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1: try addLibrary(Int.random(in: 0..<8, using: &random))
            case 2: try addProgram(Int.random(in: 0..<16, using: &random))
            case 3: if let path = files.keys.sorted().randomElement(using: &random) { files[path] = nil }
            case 4: try link("lib64", ["usr/lib", "opt", "nowhere"].randomElement(using: &random) ?? "")
            default:
                let number = Int.random(in: 0..<8, using: &random)
                try link("lib/\(name(number))", "../usr/lib/\(name(number)).1")
            }
        }

        var side: Checker.Side {
            Checker.Side(tree: FileTree(files.map { FileEntry(path: $0, kind: $1, mode: 0o755) }), loaderCache: [])
        }

        var pool: ObjectPool { ObjectPool { [facts] in facts[$0] } }
    }

    private static func summary(_ links: ImageLinks) -> [String] {
        links.roots.map { root in
            let members = root.scope.members.map { links.model.path(of: $0).string }
            let places = root.scope.places.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
            return "\(root.path) \(root.isProgram) \(links.isJudged(root)) \(members) \(places) \(root.scope.missing)"
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `what is taken over is what would be found anew`(seed: UInt64) throws {
        var world = try World(seed: seed)
        for _ in 0..<12 {
            let before = world.side
            let old = try ImageLinks(LinkModel(before, world.pool))
            for _ in 0..<Int.random(in: 1...3, using: &world.random) { try world.edit() }
            let pool = world.pool
            let known = try ImageLinks(LinkModel(before, pool))
            let derived = try ImageLinks(world.side, after: known, of: before)
            #expect(Self.summary(known) == Self.summary(old))
            #expect(try Self.summary(derived) == Self.summary(ImageLinks(LinkModel(world.side, pool))))
        }
    }
}

/// The same numbers for the same seed (SplitMix64, Steele and others 2014).
private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
