// SPDX-License-Identifier: Apache-2.0

internal import Console
internal import Flavors
internal import SystemPackage

/// Flavors, one in a line, or as `cephdev.flavors/1`.
struct FlavorListing: Encodable {
    let schema = "cephdev.flavors/1"
    let tree: String
    /// Only for those that were modified.
    let since: String?
    let flavors: [Item]

    private enum CodingKeys: String, CodingKey { case schema, tree, since, flavors }

    struct Item: Encodable {
        let flavor: String
        let release: String
        let point: String
        let os: String
        let osVersion: String

        init(_ flavor: Flavor) {
            self.flavor = flavor.description
            release = flavor.release
            point = flavor.point
            os = flavor.os
            osVersion = flavor.osVersion
        }
    }

    init(_ flavors: [Flavor], of tree: FlavorTree, since: String? = nil) {
        self.tree = tree.root.string
        self.since = since
        self.flavors = flavors.map(Item.init)
    }

    func present(as format: SharedOptions.Format) {
        switch format {
        case .text: flavors.map(\.flavor).forEach(StandardStreams.result)
        case .json: StandardStreams.result(JSONDocument.render(self))
        }
    }
}
