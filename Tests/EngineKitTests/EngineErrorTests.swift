// SPDX-License-Identifier: Apache-2.0

import EngineKit
import Testing

struct EngineErrorTests {
    private static let sentences: [(error: EngineError, text: String)] = [
        (
            .noEngine(reasons: ["'docker' is not installed", "podman: status 125"]),
            "no container engine answers: 'docker' is not installed; podman: status 125"
        ),
        (
            .unreachable(engine: "docker", endpoint: "ssh://build@far", reason: "no route"),
            "docker does not answer at ssh://build@far: no route"
        ),
        (.unknownImage("ceph/daemon:x", engine: "docker"), "docker has no image 'ceph/daemon:x'"),
        (.failed(engine: "podman", action: "load", subject: "a layer", lastLines: []), "podman could not load a layer"),
        (
            .failed(engine: "docker", action: "pull", subject: "a:b", lastLines: ["denied", "really"]),
            "docker could not pull a:b: denied\n  really"
        ),
        (
            .registry(.denied, action: "push", subject: "quay.io/x/ceph:1", message: "denied"),
            "cannot push quay.io/x/ceph:1: denied"
        ),
        (
            .unreadableAnswer(engine: "docker", action: "image inspect", reason: "no JSON"),
            "the answer of 'docker image inspect' cannot be read: no JSON"
        ),
    ]

    @Test(arguments: sentences)
    func `an error says what failed, and on what`(error: EngineError, text: String) {
        #expect(error.description == text)
    }

    @Test func `an engine is called what its program is called`() {
        #expect(ContainerEngine.Kind.allCases.map { ContainerEngine(kind: $0).name } == ["docker", "podman"])
    }
}
