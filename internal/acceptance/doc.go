// Package acceptance tests the library as a whole. It calls every exported function on
// data of every shape, sound and hostile, from many goroutines, and compares results to
// the last digit on every platform. It has no code of its own.
package acceptance
