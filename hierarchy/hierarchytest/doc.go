// Package hierarchytest helps to test implementations of hierarchy.Method, as
// testing/fstest does for file systems.
//
// A method that looks at nothing but the family is tested on the families that
// the package brings:
//
//	func TestMine(t *testing.T) {
//		if err := hierarchytest.TestMethod(mine{}); err != nil {
//			t.Error(err)
//		}
//	}
//
// One that knows only certain units, because it reads their figures from a
// column, or only certain kinds of indicators, is tested on families of a tree of
// its own, which [Families] makes.
//
// # What is checked
//
// [TestMethod] lists it. It tries a method in a finite number of ways: a method
// that passes can still break the contract on another family. Run the test with
// the race detector, which finds what two goroutines share even if the claims
// come out right.
package hierarchytest
