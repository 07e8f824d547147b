// SPDX-License-Identifier: Apache-2.0

package import Digests
package import ELFKit
package import FileTree

/// Makes `/etc/ld.so.cache` as an image's own `ldconfig -X` would, without running it (glibc, elf/cache.c).
///
/// Links are taken as they are. Folders for particular processors are those of glibc-hwcaps; what GNU properties say of a
/// library in them is left out.
package struct LoaderCacheWriter {
    /// What was read of the object with a digest.
    package typealias Objects = (Digest) throws -> DynamicObject?

    private let tree: FileTree
    private let format: DynamicObject.Format
    private let objects: Objects
    private let files: LoaderConfiguration.Files

    /// - Parameters:
    ///   - tree: the image's files.
    ///   - format: that of its programs: ``format(of:objects:)``.
    ///   - objects: what was read of its objects.
    ///   - files: reads `/etc/ld.so.conf` and what it includes.
    package init(
        tree: FileTree,
        format: DynamicObject.Format,
        objects: @escaping Objects,
        files: @escaping LoaderConfiguration.Files
    ) {
        self.tree = tree
        self.format = format
        self.objects = objects
        self.files = files
    }

    /// What the image's own `ldconfig` was built for; nil where there is none.
    package static func format(of tree: FileTree, objects: Objects) throws -> DynamicObject.Format? {
        guard let program = try tree.resolve(TreePath(parsing: "sbin/ldconfig")),
            case .file(_, let digest, isELF: true) = tree[program]?.kind
        else { return nil }
        return try objects(digest)?.format
    }

    /// The bytes of the file. What `present`, the cache that it replaces, says of who made it is taken over, so that one that
    /// says the same is the same.
    package func bytes(replacing present: [UInt8] = []) throws -> [UInt8] {
        var entries: [LoaderCacheFile.Entry] = []
        for folder in try LoaderConfiguration(tree: tree, format: format, contents: files).folders {
            entries += try libraries(of: folder.path).map { library in
                let path = "\(folder.name)/\(library.soname)"
                return LoaderCacheFile.Entry(name: library.soname, path: path, flags: library.flags, processor: nil)
            }
            for (processor, path) in processorFolders(of: folder.path) {
                entries += try libraries(of: path).map { library in
                    let path = "\(folder.name)/\(Self.processors)/\(processor)/\(library.name)"
                    let (name, flags) = (library.soname, library.flags)
                    return LoaderCacheFile.Entry(name: name, path: path, flags: flags, processor: processor)
                }
            }
        }
        let file = LoaderCacheFile(entries, generator: LoaderCacheFile.generator(of: present) ?? Array("cephdev".utf8))
        return file.encoded(isBigEndian: format.isBigEndian)
    }

    private static let processors = "glibc-hwcaps"

    private func libraries(of folder: TreePath) throws -> [LibraryFolder.Library] {
        try LibraryFolder(folder, in: tree, format: format, objects).libraries
    }

    private func processorFolders(of folder: TreePath) -> [(name: String, path: TreePath)] {
        // The folder's path may be as long as a path can be.
        guard let above = (try? folder.appending(Self.processors)).flatMap(tree.resolve) else { return [] }
        return tree.children(of: above).compactMap { entry in
            let name = entry.path.name
            guard !name.hasPrefix("."), !name.contains(":"), let place = tree.resolve(entry.path),
                tree.holdsDirectory(place)
            else { return nil }
            return (name, place)
        }
    }
}
