// SPDX-License-Identifier: Apache-2.0

package import ImageCheck
package import SystemPackage

/// An image of a flavor, as the engine has it.
package struct BuiltImage: Sendable, Equatable, Encodable {
    /// `builder`, `daemon-base` or `daemon`.
    package let image: String
    package let reference: String
    package let id: String
    /// Of the unpacked layers.
    package let byteCount: Int64
    /// What the files took before the packages' leftovers were cleaned away and after it; nil when the build did not tell.
    package let cleaning: Cleaning?

    private enum CodingKeys: String, CodingKey {
        case image, reference, id, cleaning
        case byteCount = "size"
    }

    package struct Cleaning: Sendable, Equatable, Encodable {
        package let before: Int64
        package let after: Int64

        /// From a line that the Dockerfile prints: `cephdev: size before cleaning 123 kB, after 100 kB`.
        init?(line: String) {
            guard let start = line.firstRange(of: "cephdev: size before cleaning ") else { return nil }
            let words = line[start.upperBound...].split(separator: " ")
            guard words.count >= 5, let before = Int64(words[0]), let after = Int64(words[3]),
                words[2] == "after", words[1].hasPrefix("kB"), words[4].hasPrefix("kB")
            else { return nil }
            self.before = before << 10
            self.after = after << 10
        }
    }
}

/// The images of one flavor.
package struct FlavorImages: Sendable {
    package let images: [BuiltImage]
    /// Of the last image; nil when nothing was checked.
    package let report: CheckReport?
    /// What the engine printed.
    package let log: FilePath
}
