// SPDX-License-Identifier: Apache-2.0

package import Testing

extension Tag {
    /// Starts programs on this host: git, tar, a compiler.
    @Tag package static var medium: Self
    /// Needs a container engine.
    @Tag package static var large: Self
}
