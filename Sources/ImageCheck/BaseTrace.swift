// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// What the loader says of every object of a base image: the measure of what a layer on top may not make worse.
package struct BaseTrace: Sendable, Codable, Equatable {
    private let objects: [TreePath: LoadedObject]

    package init(_ objects: [LoadedObject]) {
        self.objects = Dictionary(objects.map { ($0.path, $0) }) { first, _ in first }
    }

    /// Traces every object of `tree`.
    package static func make(of tree: FileTree, shell: @escaping ImageShell) async throws -> BaseTrace {
        BaseTrace(try await LoaderTrace(shell: shell).trace(tree.loadableObjects))
    }

    package subscript(_ path: TreePath) -> LoadedObject? { objects[path] }

    /// The names of all libraries that something asked for.
    var neededNames: Set<String> { Set(objects.values.flatMap { $0.libraries.keys }) }

    /// Sorted.
    var programs: [TreePath] { objects.keys.filter(\.isProgram).sorted() }

    /// Objects that cannot stand alone there: shared objects which take symbols from the program that opens them.
    /// Sorted by path.
    package var plugins: [LoadedObject] {
        let needed = neededNames
        return objects.values.filter { !$0.problems.isEmpty && !$0.path.isProgram && !needed.contains($0.path.name) }
            .sorted { $0.path < $1.path }
    }
}

extension FileTree {
    /// Every ELF file that the dynamic loader could be asked about; relocatable objects and the like are not.
    package var loadableObjects: [TreePath] {
        entries.compactMap { entry in
            guard case .file(_, _, isELF: true) = entry.kind, !entry.path.string.contains(" ") else { return nil }
            return [".o", ".ko", ".debug"].contains { entry.path.name.hasSuffix($0) } ? nil : entry.path
        }
    }
}
