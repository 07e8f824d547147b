// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials
internal import SystemPackage

/// Values that are dear to make and never change for their key, kept as files.
struct RecordStore: Sendable {
    let folder: FilePath

    /// The value kept as `name` under `key`, or the one that `make` gives, which is then kept.
    func value<Value: Codable>(
        _ name: String,
        key: some Encodable,
        make: () async throws -> Value
    ) async throws -> Value {
        if let value = try known(name, key: key, as: Value.self) { return value }
        let value = try await make()
        let file = try file(name, key)
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        try Data(CanonicalJSON.encode(value)).write(to: URL(filePath: file.string), options: .atomic)
        return value
    }

    /// The value kept as `name` under `key`; nil when there is none.
    func known<Value: Decodable>(_ name: String, key: some Encodable, as type: Value.Type) throws -> Value? {
        // A record that is missing, damaged or of an older form is none.
        guard let content = try? Data(contentsOf: URL(filePath: try file(name, key).string)) else { return nil }
        return try? JSONDecoder().decode(type, from: content)  // as said
    }

    private func file(_ name: String, _ key: some Encodable) throws -> FilePath {
        let digest = Digest.of(try CanonicalJSON.encode(key))
        return folder.appending("\(name)-\(digest.hex.prefix(32)).json")
    }
}
