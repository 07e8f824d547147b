// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// What the folder of one image will hold.
struct ImagePlan: Sendable {
    let image: String
    /// By their path in the image's folder.
    let files: [TreePath: StagedSource]
    let variables: VariableSet

    init(_ image: String, for flavor: Flavor, in tree: FlavorTree, _ environment: StagingVariables) throws {
        self.image = image
        files = try StagingSearch.files(of: image, for: flavor, in: tree.listing)
        variables = VariableSet(
            files: try Self.variableFiles(files, in: tree),
            environment: environment,
            everywhere: tree.variableFiles,
            flavor: flavor.description
        )
    }

    /// The paths of files, those of variables left out, in the order of their names.
    var templates: [TreePath] { files.keys.filter { !VariableToken.isFileName($0.name) }.sorted() }

    /// Files of variables count at the top of the image's folder alone.
    static func isVariable(_ staged: TreePath) -> Bool {
        staged.parent == .root && VariableToken.isFileName(staged.name)
    }

    private static func variableFiles(
        _ files: [TreePath: StagedSource],
        in tree: FlavorTree
    ) throws -> [String: VariableFile] {
        var variables: [String: VariableFile] = [:]
        for (staged, source) in files where isVariable(staged) {
            let content = try ReadFile.whole(end(of: staged, in: files).onDisk(under: tree.root))
            variables[staged.name] = try VariableFile(staged.name, at: source.path, content)
        }
        return variables
    }

    /// The source of what a staged link leads to.
    private static func end(of staged: TreePath, in files: [TreePath: StagedSource]) throws -> TreePath {
        guard let source = files[staged] else { return staged }
        guard case .link(let target) = source.kind, let parent = staged.parent else { return source.real }
        let next = try TreePath(parsing: TreeScan.join(parent, target))
        return files[next]?.real ?? source.real
    }
}
