// SPDX-License-Identifier: Apache-2.0

import Flavors
import Reporting
import Testing

struct FlavorTests {
    @Test(arguments: [
        ("luminous,ubuntu,16.04", "luminous", ""), ("luminous-12.2.2,centos,7", "luminous", "-12.2.2"),
        ("luminous=12.2.5-1xenial,ubuntu,16.04", "luminous", "=12.2.5-1xenial"),
        ("luminous-12.2.1-0,opensuse,42.3", "luminous", "-12.2.1-0"),
    ])
    func `the point release keeps its separator, the first = before the first -`(
        text: String,
        release: String,
        point: String
    ) throws {
        let flavor = try Flavor(parsing: text)
        #expect(flavor.release == release && flavor.point == point)
        #expect(flavor.description == text)
    }

    @Test func `three fields say what the images are built on too`() throws {
        let flavor = try Flavor(parsing: "jewel,ubuntu,14.04")
        #expect(flavor.base.description == "ubuntu:14.04" && flavor.arch == nil)
        #expect(flavor.folderName(arch: "x86_64") == "jewel-ubuntu-14.04-x86_64")
    }

    @Test func `seven fields name all, and an underscore stands for none`() throws {
        let text = "luminous-12.2.2,aarch64,centos,7,quay.io:443/x,arm64v8/centos,7.4"
        let flavor = try Flavor(parsing: text)
        #expect(flavor.arch == "aarch64" && flavor.os == "centos" && flavor.osVersion == "7")
        #expect(flavor.base.description == "quay.io:443/x/arm64v8/centos:7.4")
        #expect(flavor.description == text)
        #expect(flavor.folderName(arch: "x86_64") == "luminous-12.2.2-centos-7-aarch64")
        #expect(try Flavor(parsing: "jewel,_,ubuntu,14.04,_,_,_") == Flavor(parsing: "jewel,ubuntu,14.04"))
        #expect(try Flavor(parsing: "jewel,_,ubuntu,14.04,_,_,14").description == "jewel,_,ubuntu,14.04,_,ubuntu,14")
    }

    @Test(arguments: [
        "", "luminous", "luminous,ubuntu", "luminous,ubuntu,16.04,", "a,b,c,d", ",ubuntu,16.04", "luminous,,16.04",
        "luminous,ubuntu,", "luminous-,ubuntu,16.04", "-12,ubuntu,16.04", "=12,ubuntu,16.04", "..,ubuntu,16.04",
        "luminous,..,16.04", "luminous,ubuntu,..", "luminous,ubuntu,1..2", "a/b,ubuntu,16.04", "luminous,u/b,16.04",
        "luminous,ubuntu,16/04", "luminous;reboot,ubuntu,16.04", "luminous,$(id),16.04", "luminous,`id`,16.04",
        "luminous,ubuntu,16 04", "luminous,ubuntu,16|04", "luminous,ubuntu,16.04\n", "luminous,ubuntu,*",
        "luminous,'ubuntu',16.04", "lüminous,ubuntu,16.04", "ALL,ubuntu,16.04", "luminous,_,16.04",
        "luminous,x/y,centos,7,_,_,_", "luminous,_,centos,7,_,a//b,_", "luminous,_,centos,7,../x,_,_",
        "luminous,_,centos,7,_,_,a/b", "luminous,_,centos,7,_,/a,_",
    ])
    func `what a shell, a path or an image's name would read otherwise is refused`(text: String) {
        let failure = #expect(throws: FlavorFailure.self) { try Flavor(parsing: text) }
        #expect(failure?.description.contains("cannot read the flavor") == true)
        #expect(failure?.kind == .badInput)
    }
}
