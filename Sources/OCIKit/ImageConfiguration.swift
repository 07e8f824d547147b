// SPDX-License-Identifier: Apache-2.0

package import Digests
internal import FoundationEssentials

/// The configuration document of an image (OCI image-spec, config.md), with every member kept that is not changed.
package struct ImageConfiguration: Sendable, Equatable {
    private var document: JSONValue

    /// - Throws: ``OCIError/invalidConfiguration(reason:)`` when `json` is no such document.
    package init(json: [UInt8]) throws(OCIError) {
        do {
            document = try JSONDecoder().decode(JSONValue.self, from: Data(json))
        } catch {
            throw .invalidConfiguration(reason: "it is not JSON: \(error)")
        }
        guard let ids = document["rootfs"]?["diff_ids"]?.array, ids.allSatisfy({ $0.string != nil }) else {
            throw .invalidConfiguration(reason: "it has no rootfs.diff_ids that are digests")
        }
    }

    package var architecture: String { document["architecture"]?.string ?? "" }
    package var operatingSystem: String { document["os"]?.string ?? "linux" }
    /// RFC 3339.
    package var created: String? { document["created"]?.string }

    package var labels: [String: String] {
        (document["config"]?["Labels"]?.object ?? [:]).compactMapValues(\.string)
    }

    /// What processes are started with, as `NAME=value`.
    package var environment: [String] { (document["config"]?["Env"]?.array ?? []).compactMap(\.string) }

    /// The digests of the uncompressed layers, lowest first.
    package var diffIDs: [String] {
        (document["rootfs"]?["diff_ids"]?.array ?? []).compactMap(\.string)
    }

    /// What made each layer (`created_by` of the history), lowest first; empty where the history does not tell.
    package var layerOrigins: [String] { layerHistory("created_by") }

    /// The comment on each layer in the history, lowest first; empty where there is none.
    package var layerComments: [String] { layerHistory("comment") }

    private func layerHistory(_ member: String) -> [String] {
        let history = (document["history"]?.array ?? []).filter { $0["empty_layer"] != .bool(true) }
        let values = history.map { $0[member]?.string ?? "" }
        // A base may have come without a history; whoever adds a layer adds both.
        let untold = diffIDs.count - values.count
        return diffIDs.indices.map { values.indices.contains($0 - untold) ? values[$0 - untold] : "" }
    }

    /// The document with one more layer on top; an empty comment is none.
    package func adding(
        layer diffID: Digest,
        createdBy: String,
        comment: String = "",
        at created: String
    ) -> ImageConfiguration {
        var copy = self
        var rootfs = document["rootfs"] ?? .object([:])
        rootfs["diff_ids"] = .array((rootfs["diff_ids"]?.array ?? []) + [.string(diffID.description)])
        copy.document["rootfs"] = rootfs
        var entry: JSONValue = .object(["created": .string(created), "created_by": .string(createdBy)])
        if !comment.isEmpty { entry["comment"] = .string(comment) }
        copy.document["history"] = .array((document["history"]?.array ?? []) + [entry])
        copy.document["created"] = .string(created)
        return copy
    }

    /// The document with `labels` set over those it has.
    package func adding(labels: [String: String]) -> ImageConfiguration {
        var copy = self
        var runtime = document["config"] ?? .object([:])
        var all = runtime["Labels"]?.object ?? [:]
        for (name, value) in labels { all[name] = .string(value) }
        runtime["Labels"] = .object(all)
        copy.document["config"] = runtime
        // What docker noted of the container that an image was committed from says nothing of this one.
        copy.document["container"] = nil
        copy.document["container_config"] = nil
        return copy
    }

    /// The bytes whose digest is the image's identity.
    package func encoded() throws -> [UInt8] {
        try CanonicalJSON.encode(document)
    }
}
