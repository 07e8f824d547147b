// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// The packs of a mirror and their indexes, as far as a glance shows: names, and the last bytes of each.
struct PackFolder {
    private static let hashSize = 20

    private let path: FilePath

    init(of mirror: Mirror) {
        path = mirror.objects.appending("pack")
    }

    /// What is wrong; nil for a folder in which all seems well.
    func fault() throws(GitError) -> String? {
        let names = try names()
        if let stem = halves(of: names).first { return "\(path.appending(stem)) lacks its pack or its index" }
        return try mismatch(in: names)
    }

    /// A pack that is not the one that its index was made for: the index ends with that pack's own last bytes.
    func mismatch() throws(GitError) -> String? { try mismatch(in: names()) }

    /// Removes packs without an index and what belongs to a pack that is not there: nobody can read them.
    func removeHalves() throws(GitError) {
        let names = try names()
        for stem in halves(of: names) {
            for name in names where name.hasPrefix(stem + ".") { try FileStore.remove(path.appending(name)) }
        }
    }

    private func names() throws(GitError) -> [String] {
        try FileStore.names(in: path).filter { $0.hasPrefix("pack-") }
    }

    private func halves(of names: [String]) -> [String] {
        stems(".pack", in: names).symmetricDifference(stems(".idx", in: names)).sorted()
    }

    private func mismatch(in names: [String]) throws(GitError) -> String? {
        for stem in stems(".pack", in: names).intersection(stems(".idx", in: names)).sorted() {
            let pack = path.appending(stem + ".pack")
            let trailer = try FileStore.end(of: pack, byteCount: Self.hashSize)
            let index = try FileStore.end(of: path.appending(stem + ".idx"), byteCount: 2 * Self.hashSize)
            if trailer.isEmpty || trailer != index.prefix(Self.hashSize) { return "\(pack) is not what its index says" }
        }
        return nil
    }

    private func stems(_ suffix: String, in names: [String]) -> Set<String> {
        Set(names.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) })
    }
}
