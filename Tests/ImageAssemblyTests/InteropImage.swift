// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree
import OCIKit
import SystemPackage
import TestSupport

@testable import ImageAssembly

/// An image of three layers, the lowest a usr-merged base, with all that is hard to carry; nothing below it.
struct InteropImage {
    let image: Image
    let store: ContentStore

    private static let long = String(repeating: "long", count: 60)
    private static let deep = (0..<12).map { "directory-\($0)-\(String(repeating: "d", count: 20))" }.joined(
        separator: "/"
    )
    private static let capability: [UInt8] = [1, 0, 0, 2, 0, 32, 0, 0] + [UInt8](repeating: 0, count: 12)
    private static let configuration = """
        {"architecture":"amd64","os":"linux","config":{"Cmd":["/bin/none"]},"rootfs":{"type":"layers","diff_ids":[]}}
        """

    init(in scratch: ScratchDirectory) throws {
        let store = ContentStore(at: scratch.path.appending("store"))
        self.store = store
        let empty = try BaseImage(
            id: .of(Self.configuration.utf8),
            configuration: ImageConfiguration(json: Array(Self.configuration.utf8)),
            layers: []
        )
        let assembler = ImageAssembler(base: empty, labels: ["io.github.cephdev.test": "interop"], epoch: 1_700_000_000)
        var layers: [Layer] = []
        for (number, request) in try Self.requests(in: scratch).enumerated() {
            let tree = try assembler.assemble(layers).tree
            for group in try LayerPlanner(base: tree).plan([request]).groups {
                layers.append(try LayerWriter(store: store, epoch: 1_700_000_000 + Int64(number)).write(group))
            }
        }
        image = try assembler.assemble(layers)
    }

    private static func requests(in scratch: ScratchDirectory) throws -> [LayerRequest] {
        var made = 0
        func file(
            _ path: String,
            _ bytes: [UInt8],
            mode: UInt16 = 0o644,
            owner: UInt32 = 0,
            _ attributes: [String: [UInt8]] = [:],
            inode: UInt64? = nil
        ) throws -> LayerItem {
            made += 1
            try scratch.write("content/\(made)", bytes)
            let kind = FileEntry.Kind.file(size: Int64(bytes.count), digest: .of(bytes), isELF: false)
            let entry = try FileEntry(
                path: TreePath(parsing: path),
                kind: kind,
                mode: mode,
                owner: owner,
                group: owner,
                attributes: attributes
            )
            return LayerItem(entry: entry, content: scratch.path.appending("content/\(made)"), inode: inode)
        }
        func link(_ path: String, _ target: String) throws -> LayerItem {
            Assembly.item(try Assembly.link(path, target))
        }
        let base = LayerRequest(
            name: "base",
            items: [
                try link("bin", "usr/bin"), try link("lib", "usr/lib"), try file("usr/bin/tool", [1]),
                try file("usr/lib/libx.so.1", Array("old".utf8), mode: 0o755), try file("usr/share/old", [2]),
                try file("usr/share/gone/a", [3]), try file("usr/share/gone/b/c", [4]),
                try file("usr/bin/su", [5], mode: 0o4755), try file("etc/owned", [6], mode: 0o640, owner: 167),
            ],
            removed: []
        )
        let upper = LayerRequest(
            name: "upper",
            items: [
                try file("lib/libx.so.1", Array("new".utf8), mode: 0o755), try file("bin/su", [7], mode: 0o755),
                try file("usr/lib/büro/ő-日本-🐙", [8]), try file("usr/lib/\(long)", [9]),
                try file("usr/lib/\(deep)/\(long)", [10]),
                try link("usr/lib/far", String(repeating: "../x/", count: 60)),
                try link("usr/lib/outside", "../../../etc/passwd"), try file("usr/lib/a b\t\"c\"\\d\ne", [11]),
                try file("usr/bin/capable", [12], mode: 0o755, ["security.capability": capability]),
                try file("usr/bin/one", [13], mode: 0o2755, owner: 3_000_000, inode: 1),
                try file("usr/bin/two", [13], mode: 0o2755, owner: 3_000_000, inode: 1),
                try file("usr/lib/empty", [], mode: 0o000),
                try file("usr/lib/large", (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }),
            ],
            removed: try ["usr/share/old", "usr/share/gone"].map { try TreePath(parsing: $0) }
        )
        let fixes = LayerRequest(
            name: "fixes",
            items: [try file("usr/share/gone/new", [14]), try link("usr/bin/tool", "su")],
            removed: [try TreePath(parsing: "usr/lib/empty")]
        )
        return [base, upper, fixes]
    }
}
