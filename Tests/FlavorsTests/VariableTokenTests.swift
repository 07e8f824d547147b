// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Flavors

struct VariableTokenTests {
    @Test(arguments: [
        ("__A__", ["__A__"]), ("x__A__y", ["__A__"]), ("__A__ __B_2__", ["__A__", "__B_2__"]),
        ("__A____B__", ["__A____B__"]),
        ("___A___", ["___A___"]), ("_____", ["_____"]), ("____", []), ("__a__", []), ("__A_", []), ("__A", []),
        ("", []),
        ("A__B__", ["__B__"]), ("__A__B", ["__A__"]), ("__A__b__C__", ["__A__", "__C__"]), ("__ENV_[A]__", []),
    ])
    func `a file's token is as long as can be`(text: String, names: [String]) {
        #expect(VariableToken.all(.file, in: Array(text.utf8)).map(\.name) == names)
    }

    @Test(arguments: [
        ("__ENV_[A]__", ["A"]), ("x__ENV_[A_1]____ENV_[B]__", ["A_1", "B"]), ("__ENV_[]__", []), ("__ENV_[a]__", []),
        ("__ENV_[A]_", []), ("__ENV_[A", []), ("___ENV_[A]__", ["A"]), ("__ENV_[__ENV_[A]__]__", ["A"]),
    ])
    func `a token of the environment has a name in brackets`(text: String, names: [String]) {
        #expect(VariableToken.all(.environment, in: Array(text.utf8)).map(\.name) == names)
    }
}
