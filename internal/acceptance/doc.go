// Package acceptance tests the library as a whole: every exported function on
// data of every shape, hostile and in order, from many goroutines, and to the
// last digit on every platform. It has no code of its own.
package acceptance
