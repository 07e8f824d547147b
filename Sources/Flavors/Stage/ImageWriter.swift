// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import FoundationEssentials
internal import SystemPackage

/// Fills the folder of one image.
struct ImageWriter {
    private let plan: ImagePlan
    private let tree: FilePath
    private let folder: FilePath
    private let origin: TreeOrigin
    private var renderer: TemplateRenderer
    private var made: Set<TreePath> = []

    init(_ plan: ImagePlan, tree: FilePath, _ folder: FilePath, _ origin: TreeOrigin) throws {
        self.plan = plan
        self.tree = tree
        self.folder = folder
        self.origin = origin
        renderer = TemplateRenderer(plan.variables)
        try StagingRoom.make(folder)
    }

    mutating func write(log: inout StagingLog, check: () throws -> Void) throws -> [StagedFile] {
        log.begin(plan.image)
        return try plan.files.sorted { $0.key < $1.key }.map { staged, source in
            try check()
            try makeFolders(above: staged)
            let isDirty = origin.isDirty(source.entry) || source.kind == .file && origin.isDirty(source.real)
            log.copied(staged, source, isDirty: isDirty)
            let isRendered = try write(source, as: staged, &log)
            return StagedFile(path: staged, source: source.path, isDirty: isDirty, isRendered: isRendered)
        }
    }

    /// Says whether variables were replaced.
    private mutating func write(_ source: StagedSource, as staged: TreePath, _ log: inout StagingLog) throws -> Bool {
        let place = staged.onDisk(under: folder)
        if case .link(let target) = source.kind {
            try FileManager.default.createSymbolicLink(atPath: place.string, withDestinationPath: target)
            return false
        }
        let copy = try FileCopy(of: source.real.onDisk(under: tree), to: place)
        guard copy.mayHoldTokens, !VariableToken.isFileName(staged.name) else { return false }
        let template = try ReadFile.whole(place)
        guard String(validating: template, as: UTF8.self) != nil else { return false }
        let rendered = try renderer.render(template, from: source.path)
        log.rendered(staged, rendered)
        if let problem = rendered.problems.first { throw problem }
        guard rendered.isChanged else { return false }
        try keepTemplate(staged, log: &log)
        try copy.write(rendered.bytes)
        return true
    }

    private func keepTemplate(_ staged: TreePath, log: inout StagingLog) throws {
        let backup = try TreePath(parsing: staged.string + ".bak")
        guard plan.files[backup] == nil else {
            log.note(
                "\(plan.image)/\(staged.string): its template is not kept, for the tree has a \(backup.name) of its own"
            )
            return
        }
        try FileManager.default.moveItem(
            atPath: staged.onDisk(under: folder).string,
            toPath: backup.onDisk(under: folder).string
        )
    }

    private mutating func makeFolders(above staged: TreePath) throws {
        guard let parent = staged.parent, parent != .root, made.insert(parent).inserted else { return }
        try makeFolders(above: parent)
        try StagingRoom.make(parent.onDisk(under: folder))
    }
}
