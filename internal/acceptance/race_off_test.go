//go:build !race

package acceptance_test

// racing is whether the race detector watches, which makes everything slow.
const racing = false
