// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension SourceCheckout {
    /// How many submodules of one repository are fetched at once: a server may not like more.
    private static let maximumFetches = 6

    /// All submodules below `folder`, outer ones before those inside them, with everything fetched that they need.
    func submodules(
        of mirror: Mirror,
        at commit: CommitID,
        in folder: String,
        depth: Int
    ) async throws -> [Submodule] {
        let known = try checkout(of: folder).gitlinks(of: commit)
        let direct = try mirror.submodules(at: commit, in: folder, known: known)
        guard direct.isEmpty || depth <= Self.maximumDepth else {
            throw GitError.submodulesTooDeep(limit: Self.maximumDepth)
        }
        var found: [Int: [Submodule]] = [:]
        var missing: [Int: [MissingSource]] = [:]
        try await withThrowingTaskGroup(of: (Int, Result<[Submodule], GitError>).self) { group in
            for (index, submodule) in direct.enumerated() {
                if index >= Self.maximumFetches, let (done, result) = try await group.next() {
                    try note(result, at: done, &found, &missing)
                }
                group.addTask { (index, try await fetched(submodule, depth: depth)) }
            }
            for try await (done, result) in group { try note(result, at: done, &found, &missing) }
        }
        guard missing.isEmpty else {
            throw GitError.offline(missing: direct.indices.flatMap { missing[$0] ?? [] })
        }
        return direct.indices.flatMap { found[$0] ?? [] }
    }

    /// One submodule and those inside it. What is missing without a network is no error yet: all of it is to be told.
    private func fetched(_ submodule: Submodule, depth: Int) async throws -> Result<[Submodule], GitError> {
        do {
            let mirror = try await mirrors.mirror(of: submodule.url, with: submodule.commit)
            let inner = try await submodules(of: mirror, at: submodule.commit, in: submodule.path, depth: depth + 1)
            return .success([submodule] + inner)
        } catch GitError.offline(let missing) {
            return .failure(.offline(missing: missing.map { $0.naming(submodule) }))
        } catch let error as GitError {
            throw error.naming(submodule)
        }
    }

    private func note(
        _ result: Result<[Submodule], GitError>,
        at index: Int,
        _ found: inout [Int: [Submodule]],
        _ missing: inout [Int: [MissingSource]]
    ) throws {
        switch result {
        case .success(let submodules): found[index] = submodules
        case .failure(.offline(let sources)): missing[index] = sources
        case .failure(let error): throw error
        }
    }
}

extension Mirror {
    /// The mirror as a checkout sees it, with what patches made beside it.
    func seen(from checkout: Checkout) -> Mirror {
        Mirror(path: checkout.gitDirectory, url: url, source: source)
    }
}

extension MissingSource {
    fileprivate func naming(_ submodule: Submodule) -> MissingSource {
        switch self {
        case .repository(let url): .submodule(path: submodule.path, url: url, commit: nil)
        case .ref(let ref, let url): .submodule(path: submodule.path, url: url, commit: ref)
        case .submodule: self
        }
    }
}

extension GitError {
    /// The error as one about `submodule`, unless it names a submodule already.
    func naming(_ submodule: Submodule) -> GitError {
        if case .submodule = self { return self }
        return .submodule(path: submodule.path, url: submodule.url.description, reason: self)
    }
}
