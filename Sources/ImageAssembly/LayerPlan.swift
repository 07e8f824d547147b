// SPDX-License-Identifier: Apache-2.0

/// The layers that turn a base into the wanted image, lowest first; empty ones are left out.
package struct LayerPlan: Sendable, Equatable {
    package let groups: [LayerGroup]

    package var itemCount: Int { groups.reduce(0) { $0 + $1.items.count } }
}
