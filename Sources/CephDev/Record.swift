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
        let digest = Digest.of(try CanonicalJSON.encode(key))
        let file = folder.appending("\(name)-\(digest.hex.prefix(32)).json")
        // A record that is missing, damaged or of an older form is made anew.
        if let content = try? Data(contentsOf: URL(filePath: file.string)),
            let value = try? JSONDecoder().decode(Value.self, from: content)
        {
            return value
        }
        let value = try await make()
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        try Data(CanonicalJSON.encode(value)).write(to: URL(filePath: file.string), options: .atomic)
        return value
    }
}
