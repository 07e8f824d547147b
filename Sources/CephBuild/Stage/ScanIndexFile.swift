// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import FoundationEssentials
internal import SystemPackage

/// The file that keeps a ``ScanIndex`` from one run to the next.
struct ScanIndexFile {
    private let path: FilePath

    init(at path: FilePath) {
        self.path = path
    }

    /// The index; one that is missing or damaged knows nothing.
    func read() -> ScanIndex {
        guard let content = try? Data(contentsOf: URL(filePath: path.string)) else { return ScanIndex() }  // as said
        let index = try? content.withUnsafeBytes { try ScanIndex(decoding: $0) }  // as said
        return index ?? ScanIndex()
    }

    func write(_ index: ScanIndex) throws {
        let bytes = index.encoded
        guard (try? Data(contentsOf: URL(filePath: path.string))) != Data(bytes) else { return }  // nothing new
        try Data(bytes).write(to: URL(filePath: path.string), options: .atomic)
    }
}
