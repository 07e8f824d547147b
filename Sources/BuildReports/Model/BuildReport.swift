// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// What a build was, did and took, as far as it got: all that a page or a trace of it shows. `cephdev.build-report/1`.
///
/// Sizes are in bytes and times in milliseconds, unless a name says otherwise. What the build did not come to is nil or empty.
package struct BuildReport: Codable, Sendable, Equatable {
    package static let schema = "cephdev.build-report/1"

    package let schema: String
    /// cephdev's own.
    package let version: String
    /// RFC 3339.
    package let began: String
    package var took: Int
    /// Nil when the build ended well.
    package var failure: Failure?
    package let settings: Settings
    package var source: Source?
    package var base: Base?
    package var builder: String?
    /// The arguments of cmake.
    package var configureFlags: [String] = []
    /// In the order in which they began.
    package var stages: [Stage] = []
    package var compile: Compile?
    package var image: Image?
    package var check: Check?
    /// What library fixes did, a sentence each.
    package var fixes: [String] = []
    package var push: Push?

    /// A build that has only begun.
    package init(version: String, began: String, settings: Settings) {
        schema = Self.schema
        self.version = version
        self.began = began
        self.settings = settings
        took = 0
    }

    /// A report from the bytes of its record.
    ///
    /// - Throws: ``BuildReportError``
    package init(record: [UInt8]) throws(BuildReportError) {
        do {
            let found = try JSONDecoder().decode(Form.self, from: Data(record)).schema
            guard found == Self.schema else {
                throw BuildReportError(reason: "it is of the form '\(found)', not '\(Self.schema)'")
            }
            self = try JSONDecoder().decode(Self.self, from: Data(record))
        } catch let error as BuildReportError {
            throw error
        } catch {
            throw BuildReportError(reason: "it is damaged, or of another version of cephdev")
        }
    }

    private struct Form: Decodable {
        let schema: String
    }
}

/// Why a report cannot be shown.
package struct BuildReportError: Error, Equatable {
    package let reason: String
}
