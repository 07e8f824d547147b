// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree
internal import FoundationEssentials
internal import SystemPackage

/// The file that keeps what an image holds: its configuration and every file of every layer.
struct ImageIndexFile {
    struct Contents: Equatable {
        let configuration: [UInt8]
        let layers: [BaseImage.StoredLayer]
    }

    /// The first bytes; another form of the file has another number.
    private static let magic = Array("cephdev image index 2\n".utf8)

    private let path: FilePath

    init(at path: FilePath) {
        self.path = path
    }

    /// The file of the image `id` in the folder `cache`.
    init(of id: Digest, in cache: FilePath) {
        self.init(at: cache.appending("\(id.hex).index"))
    }

    /// What was kept; nil when the file is missing, damaged or of another form.
    func read() -> Contents? {
        guard let content = try? Data(contentsOf: URL(filePath: path.string)) else { return nil }  // as said
        guard let contents = content.withUnsafeBytes({ try? Self.decode($0) }) else { return nil }  // as said
        UseTime.note(path)
        return contents
    }

    /// Files of `folder` that are no index, in the order of their names.
    static func damaged(in folder: FilePath, check: () throws -> Void) throws -> [FilePath] {
        guard FileManager.default.fileExists(atPath: folder.string) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.string).sorted().map(folder.appending)
            .filter { path in
                try check()
                return ImageIndexFile(at: path).read() == nil
            }
    }

    func write(_ contents: Contents) throws {
        try FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string,
            withIntermediateDirectories: true
        )
        try Data(Self.encode(contents)).write(to: URL(filePath: path.string), options: .atomic)
    }

    private static func encode(_ contents: Contents) -> [UInt8] {
        var body = BinaryWriter()
        body.put(counted: contents.configuration)
        body.put(UInt32(contents.layers.count))
        for layer in contents.layers {
            body.put(raw: layer.diffID.bytes)
            body.put(layer.byteCount)
            body.put(counted: layer.contents.encoded)
        }
        return magic + Digest.of(body.bytes).bytes + body.bytes
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer) throws(TreeEncodingError) -> Contents {
        var file = BinaryReader(bytes)
        guard try file.raw(magic.count).elementsEqual(magic) else { throw .damaged }
        let digest = Digest(bytes: try Array(file.raw(32)))
        let rest = UnsafeRawBufferPointer(rebasing: bytes[(magic.count + 32)...])
        guard Digest.of(rest) == digest else { throw .damaged }
        var body = BinaryReader(rest)
        let configuration = try Array(body.counted())
        var layers: [BaseImage.StoredLayer] = []
        for _ in 0..<(try body.number(UInt32.self)) {
            let diffID = Digest(bytes: try Array(body.raw(32)))
            let byteCount = try body.number(Int64.self)
            let contents = try LayerContents(decoding: body.counted())
            layers.append(BaseImage.StoredLayer(diffID: diffID, byteCount: byteCount, contents: contents))
        }
        guard body.isAtEnd else { throw .damaged }
        return Contents(configuration: configuration, layers: layers)
    }
}
