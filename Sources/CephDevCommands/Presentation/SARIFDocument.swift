// SPDX-License-Identifier: Apache-2.0

internal import CephDev
internal import FileTree
internal import FoundationEssentials
internal import ImageAssembly
internal import ImageCheck
internal import SystemPackage

/// A report in the form that CI systems show beside the code: SARIF 2.1.0 (OASIS).
struct SARIFDocument: Encodable {
    struct Run: Encodable {
        let tool: Tool
        let results: [Result]
    }

    struct Tool: Encodable {
        let driver: Driver
    }

    struct Driver: Encodable {
        let name = "cephdev"
        let version: String
        let rules: [Rule]

        private enum CodingKeys: String, CodingKey {
            case name, version, rules
        }
    }

    struct Rule: Encodable {
        let id: String
    }

    struct Message: Encodable {
        let text: String
    }

    struct Result: Encodable {
        let ruleId: String
        let level: String
        let message: Message
        let locations: [Location]
        let relatedLocations: [Location]
    }

    struct Location: Encodable {
        let physicalLocation: PhysicalLocation?
        let logicalLocations: [LogicalLocation]
    }

    struct PhysicalLocation: Encodable {
        let artifactLocation: ArtifactLocation
    }

    struct ArtifactLocation: Encodable {
        let uri: String
    }

    struct LogicalLocation: Encodable {
        let fullyQualifiedName: String
    }

    private let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    private let version = "2.1.0"
    private let runs: [Run]

    private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    /// The findings about the image called `name`.
    init(_ report: CheckReport, of name: String) {
        let driver = Driver(
            version: CephDevVersion.current,
            rules: Finding.Cause.Kind.allCases.map { Rule(id: $0.rawValue) }
        )
        runs = [Run(tool: Tool(driver: driver), results: report.findings.map { Result($0, of: name) })]
    }

    /// Writes it to the file `path`.
    func write(to path: String) throws {
        do {
            try Data(JSONDocument.render(self).utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw ImageFailure.cannotWrite(FilePath(path), reason: "\(error)")
        }
    }
}

extension SARIFDocument.Result {
    fileprivate init(_ finding: Finding, of image: String) {
        let subject = finding.cause.subject
        self.init(
            ruleId: finding.cause.kind.rawValue,
            level: finding.severity.rawValue,
            message: SARIFDocument.Message(text: finding.description),
            locations: [SARIFDocument.Location(subject, of: image)],
            relatedLocations: finding.victims.map { SARIFDocument.Location($0.description, of: image) }
        )
    }
}

extension SARIFDocument.Location {
    /// A file of the image, or something else by its name.
    fileprivate init(_ subject: String, of image: String) {
        logicalLocations = [SARIFDocument.LogicalLocation(fullyQualifiedName: "\(image)::\(subject)")]
        guard subject.hasPrefix("/") else {
            physicalLocation = nil
            return
        }
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/+".utf8)
        let uri = subject.utf8.dropFirst().map { byte in
            allowed.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + String(Int(byte) + 256, radix: 16).uppercased().suffix(2)
        }
        physicalLocation = SARIFDocument.PhysicalLocation(
            artifactLocation: SARIFDocument.ArtifactLocation(uri: uri.joined())
        )
    }
}
