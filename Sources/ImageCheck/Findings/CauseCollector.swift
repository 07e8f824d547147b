// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// Gathers the victims of each cause, so that one cause is one finding.
struct CauseCollector {
    private struct Case {
        var severity: Finding.Severity
        var victims: Set<TreePath> = []
        /// Who wants each symbol, and whether nobody needs it at the start.
        var symbols: [String: (consumers: Set<TreePath>, isLazy: Bool)] = [:]
    }

    private var cases: [Finding.Cause: Case] = [:]

    /// Adds a victim of `cause`. Of several severities the worst counts.
    mutating func add(_ cause: Finding.Cause, _ severity: Finding.Severity? = nil, victim: TreePath? = nil) {
        let severity = severity ?? cause.kind.severity
        var known = cases[cause] ?? Case(severity: severity)
        if severity.rank < known.severity.rank { known.severity = severity }
        if let victim { known.victims.insert(victim) }
        cases[cause] = known
    }

    /// Adds a symbol that `consumer` wants and does not get, which harms `victim`.
    mutating func add(
        _ cause: Finding.Cause,
        _ severity: Finding.Severity? = nil,
        symbol: String,
        consumer: TreePath,
        victim: TreePath,
        isLazy: Bool
    ) {
        add(cause, severity, victim: victim)
        var known = cases[cause]?.symbols[symbol] ?? ([], true)
        known.consumers.insert(consumer)
        known.isLazy = known.isLazy && isLazy
        cases[cause]?.symbols[symbol] = known
    }

    /// Adds all that `other` has.
    mutating func merge(_ other: CauseCollector) {
        for (cause, known) in other.cases {
            add(cause, known.severity)
            cases[cause]?.victims.formUnion(known.victims)
            cases[cause]?.symbols.merge(known.symbols) { ($0.consumers.union($1.consumers), $0.isLazy && $1.isLazy) }
        }
    }

    /// Whether one of `paths` suffers from an error.
    func hasVictim(among paths: [TreePath]) -> Bool {
        cases.values.contains { known in known.severity == .error && paths.contains(where: known.victims.contains) }
    }

    /// The worst first, then by what they say: the same image has the same report.
    var findings: [Finding] {
        cases
            .map { cause, known in
                let symbols = known.symbols.map { name, symbol in
                    LostSymbol(name: name, consumers: symbol.consumers.sorted(), isLazy: symbol.isLazy)
                }
                return Finding(
                    cause,
                    known.severity,
                    victims: known.victims.sorted(),
                    symbols: symbols.sorted { $0.name < $1.name }
                )
            }
            .sorted { ($0.rank, $0.description) < ($1.rank, $1.description) }
    }
}

extension Finding {
    fileprivate var rank: Int { severity.rank * 100 + cause.kind.rank }
}

extension Finding.Severity {
    /// The worst is 0.
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
