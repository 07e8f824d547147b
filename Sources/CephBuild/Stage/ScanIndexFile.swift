// SPDX-License-Identifier: Apache-2.0

package import FileTree
internal import FoundationEssentials
package import SystemPackage

/// The file that keeps a ``ScanIndex`` from one run to the next.
package struct ScanIndexFile {
    private let path: FilePath

    package init(at path: FilePath) {
        self.path = path
    }

    /// The index; one that is missing or damaged knows nothing.
    package func read() -> ScanIndex {
        guard let content = try? Data(contentsOf: URL(filePath: path.string)) else { return ScanIndex() }  // as said
        let index = try? content.withUnsafeBytes { try ScanIndex(decoding: $0) }  // as said
        return index ?? ScanIndex()
    }

    package func write(_ index: ScanIndex) throws {
        try FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string,
            withIntermediateDirectories: true
        )
        try Data(index.encoded).write(to: URL(filePath: path.string), options: .atomic)
    }
}
