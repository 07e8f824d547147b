// SPDX-License-Identifier: Apache-2.0

package import Reporting

/// Why caches and helpers cannot be used as they were asked for.
package enum CompileFailure: Failure {
    case badRemoteCache(String, reason: String)
    case badHelper(String, reason: String)
    case badScheduler(String, reason: String)
    case cannotCombine(String, String, reason: String)

    package var kind: FailureKind { .badInput }

    package var description: String {
        switch self {
        case .badRemoteCache(let address, let reason): "'\(address)' is no remote compile cache: \(reason)"
        case .badHelper(let text, let reason): "'\(text)' is no helper: \(reason)"
        case .badScheduler(let text, let reason): "'\(text)' is no icecream scheduler: \(reason)"
        case .cannotCombine(let one, let other, let reason): "\(one) and \(other) do not go together: \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .badRemoteCache: "for example redis://cache.lab, http://cache.lab/ceph or file:///srv/ccache"
        case .badHelper: "for example --distcc 'build1/16 build2:3633/8': HOST[:PORT][/JOBS]"
        case .badScheduler: "for example --icecream build1/32: SCHEDULER[:PORT][/JOBS]"
        case .cannotCombine: nil
        }
    }
}
