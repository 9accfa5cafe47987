//go:build race

package cascade_test

// racing is whether the race detector watches, which makes everything slow.
const racing = true
