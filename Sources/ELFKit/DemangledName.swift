// SPDX-License-Identifier: Apache-2.0

internal import CDemangle

/// Names of symbols as people wrote them.
package enum DemangledName {
    /// What a C++ compiler made `symbol` of; nil for a name that is not mangled.
    package static func of(_ symbol: String) -> String? {
        // Other names may be those of types: `i` would be `int`.
        guard symbol.hasPrefix("_Z") else { return nil }
        var status: Int32 = 0
        guard let name = __cxa_demangle(symbol, nil, nil, &status) else { return nil }
        defer { free(name) }
        return status == 0 ? String(cString: name) : nil
    }
}
