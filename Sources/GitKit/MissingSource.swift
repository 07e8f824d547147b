// SPDX-License-Identifier: Apache-2.0

/// Something that a source needs and that cannot be had without a network.
package enum MissingSource: Sendable, Equatable, CustomStringConvertible {
    case repository(url: String)
    case ref(String, url: String)
    /// `commit` is nil when nothing at all was fetched from there.
    case submodule(path: String, url: String, commit: String?)

    package var description: String {
        switch self {
        case .repository(let url): "nothing was ever fetched from \(url)"
        case .ref(let ref, let url): "what was fetched from \(url) has no branch, tag or commit '\(ref)'"
        case .submodule(let path, let url, nil): "submodule '\(path)': nothing was ever fetched from \(url)"
        case .submodule(let path, let url, let commit?):
            "submodule '\(path)': what was fetched from \(url) lacks commit \(commit)"
        }
    }
}
