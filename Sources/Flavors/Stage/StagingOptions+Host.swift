// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension StagingOptions {
    /// `uname -m`.
    package static var hostArch: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "unknown" }
        return withUnsafeBytes(of: &name.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
