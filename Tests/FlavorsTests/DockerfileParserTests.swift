// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Flavors

struct DockerfileParserTests {
    private func problems(_ text: String) -> [String] {
        DockerfileParser.problems(in: TextLines.split(text.utf8).map { String(decoding: $0, as: UTF8.self) })
            .map { "\($0.line + 1): \($0.message)" }
    }

    @Test(arguments: [
        "FROM a", "ARG v=1\nFROM a:$v AS b\nFROM b", "from --platform=linux/amd64 a as b",
        "# c\n\nFROM a\n  # c\n  run x",
        "FROM a\nRUN x && \\\n\n  # c\n  y \\  \n z", "# escape=`\nFROM a\nRUN x `\n FOO", "FROM a\nRUN [ -f x ] && y",
        "FROM a\nCMD [\"x\", \"y z\"]\nENTRYPOINT []\nSHELL [\"sh\"]\nVOLUME /a [b", "FROM a\nRUN [\"x\", \\\n \"y\"]",
        "FROM a\nRUN <<EOF\nNOT an instruction\nEOF\nCMD x", "FROM a\nCOPY <<-'E' <<F /x\n\tANY\n\tE\nTHING\nF\nUSER x",
        "FROM a\nRUN cat <<<x; echo $((1<<2))", "FROM a\nENV a b\nENV c=d\nLABEL e=f g=h", "FROM a\r\nRUN b\r\n",
        "FROM a\nHEALTHCHECK --interval=5s CMD x\nHEALTHCHECK NONE\nONBUILD RUN x",
        "FROM a\nCOPY --from=b [\"x\", \"y\"]",
        "FROM a\nMAINTAINER b\nEXPOSE 1\nSTOPSIGNAL 9\nUSER x\nWORKDIR /",
    ])
    func `what docker accepts has no problems`(text: String) {
        #expect(problems(text) == [])
    }

    @Test(arguments: [
        ("", "1: there is no FROM"), ("RUN x\nFROM a", "1: RUN stands before the first FROM"),
        ("FROM a\nFOO x", "2: there is no instruction FOO"),
        ("FROM a\nRUN x \\\n y\nz", "4: there is no instruction Z"),
        ("FROM", "1: FROM says nothing"), ("FROM a b", "1: FROM wants IMAGE or IMAGE AS NAME"),
        ("FROM a\nCMD [\"x\"", "2: CMD begins like a JSON array"),
        ("FROM a\nENTRYPOINT ['x']", "2: ENTRYPOINT begins like"),
        ("FROM a\nRUN [\"x\", y]", "2: RUN begins like"), ("FROM a\nSHELL sh", "2: SHELL wants a JSON array"),
        ("FROM a\nCMD [1]", "2: CMD begins like"), ("FROM a\nRUN <<EOF\nx", "2: the here-document EOF has no end"),
        ("FROM a\nCOPY x", "2: COPY wants a source and a destination"), ("FROM a\nUSER", "2: USER says nothing"),
        ("FROM a\nONBUILD FROM x", "2: ONBUILD FROM is not allowed"),
        ("FROM a\nONBUILD FOO", "2: there is no instruction FOO"),
        ("FROM a\nHEALTHCHECK x", "2: HEALTHCHECK wants NONE or CMD"), ("FROM a\nENV x", "2: ENV wants NAME=VALUE"),
        ("ENV a=b\nFROM a", "1: ENV stands before the first FROM"),
    ])
    func `what docker refuses is a problem of its line`(text: String, problem: String) {
        #expect(problems(text).first?.hasPrefix(problem) == true, "\(problems(text))")
    }
}
