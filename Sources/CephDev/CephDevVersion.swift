// SPDX-License-Identifier: Apache-2.0

/// The version of cephdev itself.
package enum CephDevVersion {
    package static let current = "0.1.0"
}
