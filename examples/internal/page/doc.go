// Package page prints what the example programs find: as a page of at most
// [Columns] columns, with tables and lists of sources, or as JSON.
//
// A program has a [Result] and hands the function that computes it to [Main].
package page
