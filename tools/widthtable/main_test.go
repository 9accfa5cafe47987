package main

import (
	"bytes"
	"os"
	"testing"
)

// The table in the project is the one that the generator writes.
func TestTableIsUpToDate(t *testing.T) {
	want, err := table()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../internal/texttable/width_table.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("internal/texttable/width_table.go is not what go generate ./internal/texttable writes")
	}
}
