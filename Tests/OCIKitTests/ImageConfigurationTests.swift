// SPDX-License-Identifier: Apache-2.0

import Digests
import FoundationEssentials
import OCIKit
import Testing

struct ImageConfigurationTests {
    private static let document = #"""
        {"architecture":"arm64","variant":"v8","os":"linux","created":"2024-05-01T10:00:00.5Z","author":"me","x-own":[1.5,null],
         "config":{"Env":["PATH=/usr/bin"],"Entrypoint":["/e"],"Labels":{"RELEASE":"reef","old":"1"},"StopSignal":"SIGTERM"},
         "container":"abc","container_config":{"Cmd":["x"]},"docker_version":"20",
         "rootfs":{"type":"layers","diff_ids":["sha256:aa"]},
         "history":[{"created_by":"ADD file","created":"2024-05-01T10:00:00Z"},{"created_by":"ENV","empty_layer":true}]}
        """#
    private static let time = "2024-06-01T00:00:00Z"

    private static func make(_ text: String = document) throws -> ImageConfiguration {
        try ImageConfiguration(json: Array(text.utf8))
    }

    private static func members(of configuration: ImageConfiguration) throws -> [String: JSONValue] {
        try JSONDecoder().decode([String: JSONValue].self, from: Data(configuration.encoded()))
    }

    @Test func `the members that matter are read`() throws {
        let configuration = try Self.make()
        #expect(configuration.architecture == "arm64")
        #expect(configuration.operatingSystem == "linux")
        #expect(configuration.created == "2024-05-01T10:00:00.5Z")
        #expect(configuration.labels == ["RELEASE": "reef", "old": "1"])
        #expect(configuration.diffIDs == ["sha256:aa"])
    }

    @Test func `what is not said has an empty value`() throws {
        let configuration = try Self.make(#"{"rootfs":{"diff_ids":[]}}"#)
        #expect(configuration.labels.isEmpty)
        #expect(configuration.diffIDs.isEmpty)
        #expect(configuration.created == nil)
        #expect(configuration.operatingSystem == "linux")
    }

    @Test(arguments: [
        "", "{", "[]", "null", "1", "\"rootfs\"", "{}", #"{"rootfs":{}}"#, #"{"rootfs":[]}"#,
        #"{"rootfs":{"diff_ids":{}}}"#,
        #"{"rootfs":{"diff_ids":null}}"#, #"{"rootfs":{"diff_ids":[1]}}"#,
        #"{"rootfs":{"diff_ids":["sha256:aa",null]}}"#,
        #"{"schemaVersion":2,"layers":[]}"#,
    ])
    func `what is no configuration is refused`(text: String) {
        #expect(throws: OCIError.self) { try Self.make(text) }
    }

    @Test func `an unchanged document keeps every member`() throws {
        let before = try JSONDecoder().decode([String: JSONValue].self, from: Data(Self.document.utf8))
        #expect(try Self.members(of: Self.make()) == before)
    }

    @Test func `a layer is added on top, with its history and time`() throws {
        let digest = Digest.of([1])
        let changed = try Self.make().adding(layer: digest, createdBy: "cephdev: libs", at: Self.time)
        #expect(changed.diffIDs == ["sha256:aa", digest.description])
        #expect(changed.created == Self.time)
        let history = try Self.members(of: changed)["history"]?.array
        #expect(history?.count == 3)
        #expect(history?.last == .object(["created": .string(Self.time), "created_by": .string("cephdev: libs")]))
    }

    @Test func `a layer changes nothing but layers, history and time`() throws {
        let before = try Self.make()
        let after = before.adding(layer: Digest.of([1]), createdBy: "x", at: Self.time)
        #expect(try Self.differences(before, after) == ["created", "history", "rootfs"])
        #expect(try Self.members(of: after)["rootfs"]?["type"] == .string("layers"))
    }

    @Test func `labels are set over those that are there`() throws {
        let changed = try Self.make().adding(labels: ["old": "2", "new": "3"])
        #expect(changed.labels == ["RELEASE": "reef", "old": "2", "new": "3"])
    }

    @Test func `labels change nothing but labels and what docker noted of its container`() throws {
        let before = try Self.make()
        let after = before.adding(labels: ["new": "3"])
        #expect(try Self.differences(before, after) == ["config", "container", "container_config"])
        let runtime = try Self.members(of: after)["config"]
        #expect(runtime?["Env"] == .array([.string("PATH=/usr/bin")]))
        #expect(runtime?["StopSignal"] == .string("SIGTERM"))
    }

    @Test func `labels can be set where there are none`() throws {
        for text in [#"{"rootfs":{"diff_ids":[]}}"#, #"{"config":{"Labels":null},"rootfs":{"diff_ids":[]}}"#] {
            #expect(try Self.make(text).adding(labels: ["a": "b"]).labels == ["a": "b"])
        }
    }

    @Test func `equal documents have equal bytes`() throws {
        let spaced = Self.document.replacing(":", with: " : ").replacing("10 : 00 : 00", with: "10:00:00")
        let respaced = spaced.replacing("sha256 : ", with: "sha256:")
        #expect(try Self.make(respaced).encoded() == Self.make().encoded())
    }

    private static func differences(_ before: ImageConfiguration, _ after: ImageConfiguration) throws -> [String] {
        let (old, new) = try (members(of: before), members(of: after))
        return Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    }
}
