// SPDX-License-Identifier: Apache-2.0

/// What decides whether binaries built in one image run in another.
package struct BaseFacts: Sendable, Equatable, Codable {
    /// `ID` of os-release: `debian`, `centos`.
    package var distribution: String
    /// `VERSION_CODENAME`, or `VERSION_ID` where there is none.
    package var release: String
    /// `uname -m`.
    package var machine: String
    /// `3.13`; nil without a Python.
    package var python: String?
    /// Where `librados.so.2` lies: `/usr/lib/x86_64-linux-gnu`; nil in an image without Ceph.
    package var libraryFolder: String?
    package var ceph: CephVersion?

    /// `debian:trixie`, the image that a builder for this distribution starts from.
    package var distributionImage: String { "\(distribution):\(release)" }

    /// What keeps binaries built in `self` from running in `base`, in words.
    package func differences(from base: BaseFacts) -> [String] {
        var found: [String] = []
        func compare(_ what: String, _ mine: String?, _ theirs: String?) {
            guard let theirs, mine != theirs else { return }
            found.append("\(what) is \(mine ?? "missing") there and \(theirs) in the base")
        }
        compare("the distribution", distributionImage, base.distributionImage)
        compare("the machine", machine, base.machine)
        compare("python", python, base.python)
        return found
    }
}
