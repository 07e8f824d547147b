// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// What the dynamic loader said of one object, with every symbol bound at once.
package struct LoadedObject: Sendable, Equatable {
    package let path: TreePath
    /// Where it found the libraries, by the names that were asked for.
    package var libraries: [String: String] = [:]
    package var missingLibraries: [String] = []
    package var problems: Set<SymbolProblem> = []
    /// The loader's own words when it gave up on the object.
    package var failure: String?
}

/// A symbol that one object of a process wants and none provides.
package struct SymbolProblem: Hashable, Sendable {
    package enum Kind: Sendable {
        case undefinedSymbol
        /// A version that the needed library does not define.
        case missingVersion
    }

    package let kind: Kind
    /// The mangled name; the version for ``Kind/missingVersion``.
    package let symbol: String
    /// The object whose reference it is, as the loader calls it.
    package let consumer: String
    /// The library that was expected to have it, when the loader names one.
    package let expectedIn: String?
    /// Whether its object binds it only when it is called first.
    package var isLazy = false
}
