// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// Gathers the victims of each cause, so that one cause is one finding.
struct CauseCollector {
    private var victims: [Finding.Cause: Set<TreePath>] = [:]
    private var providers: [Finding.Cause: String] = [:]
    /// Causes that stop some victim at its start.
    private var eager: Set<Finding.Cause> = []

    mutating func add(_ cause: Finding.Cause, victim: TreePath, provider: String? = nil, isLazy: Bool = false) {
        victims[cause, default: []].insert(victim)
        if !isLazy { eager.insert(cause) }
        if let provider { providers[cause] = provider }
    }

    mutating func add(_ finding: Finding) {
        victims[finding.cause, default: []].formUnion(finding.victims)
        if !finding.isLazy { eager.insert(finding.cause) }
        if let provider = finding.provider { providers[finding.cause] = provider }
    }

    /// The worst first, then by what they say: the same image has the same report.
    var findings: [Finding] {
        victims
            .map { Finding(cause: $0, victims: $1.sorted(), provider: providers[$0], isLazy: !eager.contains($0)) }
            .sorted { ($0.cause.rank, $0.description) < ($1.cause.rank, $1.description) }
    }
}

extension Finding.Cause {
    fileprivate var rank: Int {
        switch self {
        case .commandMissing: 0
        case .commandFailed: 1
        case .brokenObject: 2
        case .staleLibrary: 3
        case .missingLibrary: 4
        case .missingVersion: 5
        case .undefinedSymbol: 6
        case .pluginLost: 7
        }
    }
}
