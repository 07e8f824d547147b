// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// What was read of an object, ready to look definitions up.
final class LinkObject: Sendable {
    let facts: DynamicObject
    /// Positions in the list of definitions, from 1 on, by hash, in the order of the next free place; 0 where none is.
    private let slots: [UInt32]

    init(_ facts: DynamicObject) {
        let definitions = facts.symbols.definitions
        // Some steps for each is what chance brings; a damaged object may have one name for all of them.
        var steps = 1 << 20 + 64 * definitions.count
        var size = 2
        while size < definitions.count * 2 { size *= 2 }
        var slots = [UInt32](repeating: 0, count: size)
        for (position, symbol) in definitions.enumerated() {
            var slot = Int(symbol.hash) & (size - 1)
            while slots[slot] != 0, steps > 0 {
                slot = (slot + 1) & (size - 1)
                steps -= 1
            }
            slots[slot] = UInt32(position + 1)
        }
        self.facts = steps > 0 ? facts : DynamicObject(format: facts.format, damage: "its hash table is damaged")
        self.slots = steps > 0 ? slots : [0, 0]
    }

    /// The definition that satisfies `reference`, one of `other`'s (glibc, elf/dl-lookup.c, `check_match`).
    func definition(for reference: SymbolTable.Symbol, of other: LinkObject) -> SymbolTable.Symbol? {
        var onlyVersioned: SymbolTable.Symbol?
        var versionedCount = 0
        var slot = Int(reference.hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let candidate = facts.symbols.definitions[Int(slots[slot]) - 1]
            slot = (slot + 1) & (slots.count - 1)
            guard candidate.hash == reference.hash, hasName(candidate, of: reference, in: other) else { continue }
            guard facts.hasVersionTable else { return candidate }
            if reference.versionName > 0 {
                if fits(candidate, other.facts.versions[Int(reference.versionName) - 1].name) { return candidate }
            } else if candidate.version < 3 {
                return candidate
            } else if !candidate.flags.contains(.hidden) {
                versionedCount += 1
                onlyVersioned = candidate
            }
        }
        // Without a version only what has no choice.
        return versionedCount == 1 ? onlyVersioned : nil
    }

    /// Whether it has a symbol called `name`, of whatever version.
    func defines(_ name: String) -> Bool {
        let bytes = Array(name.utf8) + [0]
        let hash = SymbolTable.hash(name.utf8)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let candidate = facts.symbols.definitions[Int(slots[slot]) - 1]
            slot = (slot + 1) & (slots.count - 1)
            if candidate.hash == hash, facts.symbols.names[Int(candidate.name)...].starts(with: bytes) { return true }
        }
        return false
    }

    private func fits(_ candidate: SymbolTable.Symbol, _ version: String) -> Bool {
        guard candidate.versionName > 0 else { return !candidate.flags.contains(.hidden) }
        return facts.versions[Int(candidate.versionName) - 1].name == version
    }

    private func hasName(
        _ candidate: SymbolTable.Symbol,
        of reference: SymbolTable.Symbol,
        in other: LinkObject
    ) -> Bool {
        facts.symbols.names.withUnsafeBufferPointer { mine in
            other.facts.symbols.names.withUnsafeBufferPointer { theirs in
                var (left, right) = (Int(candidate.name), Int(reference.name))
                while mine[left] == theirs[right] {
                    guard mine[left] != 0 else { return true }
                    left += 1
                    right += 1
                }
                return false
            }
        }
    }
}
