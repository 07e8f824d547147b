// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// Which variables the staged files of an image name, in themselves or by way of others, defined or not.
enum UsedVariables {
    static func names(in files: [TreePath: StagedSource], of tree: FlavorTree) throws -> Set<String> {
        var used: Set<String> = []
        var pending = files.filter { !VariableToken.isFileName($0.key.name) }.map(\.value)
        while let source = pending.popLast() {
            for name in try names(in: source, of: tree) where used.insert(name).inserted {
                if let variable = try files[TreePath.root.appending(name)] { pending.append(variable) }
            }
        }
        return used
    }

    private static func names(in source: StagedSource, of tree: FlavorTree) throws -> Set<String> {
        let place = source.real.onDisk(under: tree.root)
        guard source.kind == .file, try ContentProbe.mayHoldTokens(place) else { return [] }
        let lines = try TextLines.split(ReadFile.whole(place))
        return Set(lines.flatMap { VariableToken.all(.file, in: $0) }.map(\.name))
    }
}
