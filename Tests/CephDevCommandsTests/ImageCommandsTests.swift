// SPDX-License-Identifier: Apache-2.0

import CephDev
import OCIKit
import SystemPackage
import Testing

@testable import CephDevCommands

struct ImageCommandsTests {
    @Test func `inspect takes an image of any transport and a file`() throws {
        let command: InspectCommand = try parse([
            "inspect", "oci:/srv/a:main", "--file", "/usr/bin/rados", "--insecure",
        ])
        #expect(command.image.location == .layout("/srv/a", name: "main") && command.image.text == "oci:/srv/a:main")
        #expect(command.file == "/usr/bin/rados")
        #expect(command.registry.trust == RegistryTrust(isInsecure: true))
    }

    @Test func `diff takes two images`() throws {
        let command: DiffCommand = try parse(["diff", "a:b", "docker://quay.io/a/b:c", "--ca-file", "ca.pem"])
        #expect(command.old.location == .named("a:b") && command.new.location == .registry("quay.io/a/b:c"))
        #expect(command.registry.trust == RegistryTrust(authority: "ca.pem"))
    }

    @Test func `rollback takes a tag and where to go`() throws {
        let command: RollbackCommand = try parse(["rollback", "a:b", "--to", "0123456", "--dry-run"])
        #expect(command.tag == "a:b" && command.to == "0123456" && command.dryRun && !command.list)
    }
}
