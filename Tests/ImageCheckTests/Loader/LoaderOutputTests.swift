// SPDX-License-Identifier: Apache-2.0

import FileTree
import Testing

@testable import ImageCheck

/// Lines as glibc 2.36 and 2.41 print them.
struct LoaderOutputTests {
    @Test(arguments: [
        "\tlibrados.so.2 => /usr/lib/x86_64-linux-gnu/librados.so.2 (0x00007f5a9d32a000)",
        "    librados.so.2 => /usr/lib/x86_64-linux-gnu/librados.so.2 (0x1)",
    ])
    func `a library and its place are read`(line: String) throws {
        #expect(try read(line).libraries == ["librados.so.2": "/usr/lib/x86_64-linux-gnu/librados.so.2"])
    }

    @Test func `a missing library is read`() throws {
        #expect(try read("\tlibfmt.so.10 => not found").missingLibraries == ["libfmt.so.10"])
    }

    @Test(arguments: [
        (
            "undefined symbol: _ZN4ceph7logging3Log12create_entryEiiPm\t(/usr/bin/rados)",
            SymbolProblem(
                kind: .undefinedSymbol,
                symbol: "_ZN4ceph7logging3Log12create_entryEiiPm",
                consumer: "/usr/bin/rados",
                expectedIn: nil
            )
        ),
        (
            "undefined symbol: gone, version V2\t(/tmp/lt/main)",
            SymbolProblem(kind: .undefinedSymbol, symbol: "gone", consumer: "/tmp/lt/main", expectedIn: nil)
        ),
        (
            "symbol gone, version V2 not defined in file libone.so.1 with link time reference\t(/tmp/lt/main)",
            SymbolProblem(kind: .undefinedSymbol, symbol: "gone", consumer: "/tmp/lt/main", expectedIn: "libone.so.1")
        ),
        (
            "/usr/bin/x: /lib/libstdc++.so.6: version `GLIBCXX_3.4.99' not found (required by /usr/lib/liby.so.1)",
            SymbolProblem(
                kind: .missingVersion,
                symbol: "GLIBCXX_3.4.99",
                consumer: "/usr/lib/liby.so.1",
                expectedIn: "/lib/libstdc++.so.6"
            )
        ),
    ])
    func `a symbol or version that is missing is read`(line: String, problem: SymbolProblem) throws {
        #expect(try read(line).problems == [problem])
    }

    @Test(arguments: [
        (
            "/tmp/lt/main: error while loading shared libraries: /tmp/lt/libone.so.1: file too short",
            "/tmp/lt/libone.so.1: file too short"
        ),
        (
            "/a: error while loading shared libraries: /a: cannot open shared object file: No such file or directory",
            "/a: cannot open shared object file: No such file or directory"
        ),
        (
            "Inconsistency detected by ld.so: dl-lookup.c: 107: check_match: Assertion `x' failed!",
            "Inconsistency detected by ld.so: dl-lookup.c: 107: check_match: Assertion `x' failed!"
        ),
    ])
    func `the loader's own words are kept when it gives up`(line: String, failure: String) throws {
        #expect(try read(line).failure == failure)
    }

    @Test(arguments: [
        "", "\tlinux-vdso.so.1 (0x00007f5a9d33c000)", "\t/lib64/ld-linux-x86-64.so.2 (0x00007f5a9d33e000)",
        "\tstatically linked", "/tmp/main: /tmp/l.so.1: no version information available (required by /tmp/main)",
        "ERROR: ld.so: object 'x' from LD_PRELOAD cannot be preloaded: ignored.", "undefined symbol: x", "symbol x",
        "undefined symbol: \t(/a)", "version `V' not found",
    ])
    func `what says nothing of an object's needs adds nothing`(line: String) throws {
        #expect(try read(line) == LoadedObject(path: TreePath(parsing: "a")))
    }

    private func read(_ line: String) throws -> LoadedObject {
        var object = LoadedObject(path: try TreePath(parsing: "a"))
        LoaderOutput.read(line, into: &object)
        return object
    }
}
