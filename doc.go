// Package cascade models government targets and their cascade through the
// levels of government.
package cascade
