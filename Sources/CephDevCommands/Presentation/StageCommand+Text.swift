// SPDX-License-Identifier: Apache-2.0

internal import Console
internal import FileTree
internal import Flavors
internal import Reporting
internal import SystemPackage

extension StageCommand {
    func present(_ staged: [StagedFlavor]) {
        let reporter = shared.makeConsole().reporter
        for note in staged.flatMap(\.notes) { reporter.report(.detail(note)) }
        switch shared.format {
        case .text: staged.map(\.folder.string).forEach(StandardStreams.result)
        case .json:
            StandardStreams.result(JSONDocument.render(StageDocument(staged: staged.map(StageDocument.Item.init))))
        }
    }

    func present(_ findings: [LintFinding]) {
        switch shared.format {
        case .text: findings.map { "\($0.place): \($0.message)" }.forEach(StandardStreams.result)
        case .json:
            let items = findings.map(StageCheckDocument.Item.init)
            StandardStreams.result(JSONDocument.render(StageCheckDocument(findings: items)))
        }
    }
}

/// `cephdev.stage/1`.
private struct StageDocument: Encodable {
    let schema = "cephdev.stage/1"
    let staged: [Item]

    private enum CodingKeys: String, CodingKey { case schema, staged }

    struct Item: Encodable {
        let flavor: String
        let folder: String
        let images: [Image]
        let notes: [String]

        init(_ staged: StagedFlavor) {
            flavor = staged.flavor.description
            folder = staged.folder.string
            images = staged.images.map(Image.init)
            notes = staged.notes
        }
    }

    struct Image: Encodable {
        let name: String
        let folder: String
        let reference: String
        let files: [File]

        init(_ image: StagedImage) {
            name = image.name
            folder = image.folder.string
            reference = image.reference
            files = image.files.map(File.init)
        }
    }

    struct File: Encodable {
        let path: String
        let source: String
        let dirty: Bool
        let rendered: Bool

        init(_ file: StagedFile) {
            path = file.path.string
            source = file.source.string
            dirty = file.isDirty
            rendered = file.isRendered
        }
    }
}

/// `cephdev.stage-check/1`.
private struct StageCheckDocument: Encodable {
    let schema = "cephdev.stage-check/1"
    let findings: [Item]

    private enum CodingKeys: String, CodingKey { case schema, findings }

    struct Item: Encodable {
        let path: String
        let line: Int?
        let rule: LintFinding.Rule
        let message: String

        init(_ finding: LintFinding) {
            path = finding.place.path.string
            line = finding.place.line
            rule = finding.rule
            message = finding.message
        }
    }
}
