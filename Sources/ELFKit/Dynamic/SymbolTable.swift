// SPDX-License-Identifier: Apache-2.0

/// The dynamic symbols of an object, packed: an image has half a million.
package struct SymbolTable: Sendable, Equatable {
    /// A symbol that others can bind to, or that the object wants.
    package struct Symbol: Sendable, Equatable {
        /// Where the name starts among ``SymbolTable/names``; a NUL ends it.
        package let name: UInt32
        /// The GNU hash of the name.
        package let hash: UInt32
        /// Of a definition the number of its version in the object's own table, which below 3 has a meaning of its own.
        package let version: UInt16
        package let flags: Flags
        /// The position in ``DynamicObject/versions``, from 1 on; 0 for none.
        package let versionName: UInt32
        /// The bytes of a variable, a vtable or the like, also of one that is copied; 0 for functions, and where it is not
        /// said.
        package let dataSize: UInt32
    }

    package struct Flags: OptionSet, Sendable, Equatable {
        package let rawValue: UInt16

        package init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// Of a definition: only a reference that names the version finds it.
        package static let hidden = Flags(rawValue: 1 << 0)
        /// Of a reference: may stay without a definition.
        package static let weak = Flags(rawValue: 1 << 1)
        /// Of a reference: bound when it is first called, unless all are bound at the start.
        package static let lazy = Flags(rawValue: 1 << 2)
        /// Of a reference: copied into the program, which defines it, from a library (a copy relocation).
        package static let copied = Flags(rawValue: 1 << 3)
    }

    /// All names, each ended by a NUL.
    package var names: [UInt8] = []
    /// What a loader finds: names in the hash table whose binding and type count.
    package var definitions: [Symbol] = []
    /// What relocations name and the object does not define itself, and what is copied.
    package var references: [Symbol] = []

    package init() {}

    /// The name of one of its symbols.
    package func name(of symbol: Symbol) -> String {
        String(decoding: names[Int(symbol.name)...].prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The hash by which the loader looks names up (glibc, elf/dl-new-hash.h).
    package static func hash(_ name: some Sequence<UInt8>) -> UInt32 {
        name.reduce(5381) { $0 &* 33 &+ UInt32($1) }
    }
}
