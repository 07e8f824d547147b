// SPDX-License-Identifier: Apache-2.0

extension FlavorFailure {
    /// Where in the tree it is, when it is somewhere in it.
    var place: TreePlace? {
        switch self {
        case .linkOutOfTree(let place, _), .linkToNothing(let place, _), .linkToFolder(let place, _),
            .linkLoop(let place), .undefined(_, let place, _, _, _), .unset(_, let place, _), .cycle(_, let place),
            .endless(let place), .tooLarge(let place, _), .notText(_, let place):
            place
        case .clash(_, _, let second): second
        default: nil
        }
    }

    /// The description without the place at its beginning.
    var message: String {
        guard let place, description.hasPrefix("\(place): ") else { return description }
        return String(description.dropFirst("\(place): ".count))
    }
}
