// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
package import FileTree

extension LinkModel {
    /// What the loader would say of the object at `path`, with every symbol bound at the start; nil when it is none.
    package func trace(_ path: TreePath) throws -> LoadedObject? {
        guard let root = try number(of: path) else { return nil }
        return try trace(scope(of: root), of: path)
    }

    /// The same for a scope that is known.
    func trace(_ scope: Scope, of path: TreePath) throws -> LoadedObject {
        var object = LoadedObject(path: path)
        object.libraries = scope.places
        object.missingLibraries = scope.missing
        object.failure = scope.failure
        guard scope.failure == nil else { return object }
        for member in scope.members {
            for symbol in try unresolved(of: member, in: scope) { object.problems.insert(problem(symbol, of: member)) }
            object.problems.formUnion(missingVersions(of: member, in: scope))
        }
        return object
    }

    /// References of `member` that nothing in `scope` answers.
    ///
    /// More objects in a scope never take a definition away: what `member` finds in its own closure it finds in every scope
    /// that holds the same files.
    func unresolved(of member: Int, in scope: Scope) throws -> [SymbolTable.Symbol] {
        let own = try closure(of: member)
        let open = own.set.isSubset(of: scope.set) ? own.unresolved : facts(of: member).symbols.references
        return unresolved(open, of: member, in: scope.members)
    }

    private func closure(of member: Int) throws -> (set: MemberSet, unresolved: [SymbolTable.Symbol]) {
        if let known = closures[member] { return known }
        let scope = try scope(of: member)
        let references = facts(of: member).symbols.references
        let closure = (scope.set, unresolved(references, of: member, in: scope.members))
        closures[member] = closure
        return closure
    }

    /// Those of `references`, of `member`, that none of `members` answers.
    func unresolved(
        _ references: [SymbolTable.Symbol],
        of member: Int,
        in members: [Int]
    ) -> [SymbolTable.Symbol] {
        let object = objects[member]
        return references.filter { reference in
            guard !reference.flags.contains(.weak) else { return false }
            return !members.contains { candidate in
                // A program does not copy from itself.
                guard candidate != member || !reference.flags.contains(.copied) else { return false }
                return objects[candidate].definition(for: reference, of: object) != nil
            }
        }
    }

    /// The first of the process `scope` that has a symbol called `name`.
    func holder(of name: String, in scope: Scope) -> TreePath? {
        scope.members.first { objects[$0].defines(name) }.map(path(of:))
    }

    func problem(_ symbol: SymbolTable.Symbol, of member: Int) -> SymbolProblem {
        let facts = facts(of: member)
        return SymbolProblem(
            kind: .undefinedSymbol,
            symbol: facts.symbols.name(of: symbol),
            consumer: path(of: member).description,
            expectedIn: symbol.versionName > 0 ? facts.versions[Int(symbol.versionName) - 1].file : nil,
            isLazy: symbol.flags.contains(.lazy) && !facts.bindsNow
        )
    }

    /// Versions that `member` needs and the file that should have them does not define (glibc, elf/dl-version.c).
    private func missingVersions(of member: Int, in scope: Scope) -> [SymbolProblem] {
        facts(of: member).versionNeeds.flatMap { need -> [SymbolProblem] in
            // A missing file is reported as such; one without any table is taken for granted.
            guard let provider = scope.known[need.file], facts(of: provider).definesVersions else { return [] }
            return need.versions.filter { !$0.isWeak && !facts(of: provider).defines($0.name) }.map {
                SymbolProblem(
                    kind: .missingVersion,
                    symbol: $0.name,
                    consumer: path(of: member).description,
                    expectedIn: path(of: provider).description
                )
            }
        }
    }
}

extension DynamicObject {
    fileprivate func defines(_ version: String) -> Bool {
        versions.contains { $0.file == nil && $0.name == version }
    }
}
