// Package hierarchytest helps to test implementations of hierarchy.Method, as
// testing/fstest does for file systems.
//
// A method that looks at nothing but the family is tested on the families of the package:
//
//	func TestMine(t *testing.T) {
//		if err := hierarchytest.TestMethod(mine{}); err != nil {
//			t.Error(err)
//		}
//	}
//
// Some methods know only certain units, because they read their figures from a column, or
// only certain kinds of indicators. They are tested on families of their own tree, which
// [Families] makes.
//
// # What is checked
//
// [TestMethod] lists it. A method that passes can still break the contract on another
// family. Run the test with the race detector: it finds data that goroutines share even if
// the claims are right.
package hierarchytest
