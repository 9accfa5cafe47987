package enum_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/internal/enum"
)

type level uint8

const (
	low level = iota + 1
	_
	high
)

func unknown(path string, value any, known ...string) error {
	return fmt.Errorf("%s %v: one of %s", path, value, strings.Join(known, "|"))
}

var levels = enum.New[level]("level", unknown, []string{low: "low", high: "high"})

func TestWords(t *testing.T) {
	tests := []struct {
		level   level
		text    string
		marshal string // the error
		check   string
	}{
		{0, "unknown", "level 0: one of |low||high", ""},
		{low, "low", "", ""},
		{2, "unknown", "level 2: one of |low||high", " 2: one of |low||high"},
		{high, "high", "", ""},
		{4, "unknown", "level 4: one of |low||high", " 4: one of |low||high"},
		{255, "unknown", "level 255: one of |low||high", " 255: one of |low||high"},
	}

	for _, tt := range tests {
		if got := levels.String(tt.level); got != tt.text {
			t.Errorf("String(%d) = %q, want %q", tt.level, got, tt.text)
		}
		text, err := levels.Marshal(tt.level)
		if message(err) != tt.marshal || err == nil && string(text) != tt.text {
			t.Errorf("Marshal(%d) = %q, %v, want %q, %s", tt.level, text, err, tt.text, tt.marshal)
		}
		if err := levels.Check(tt.level); message(err) != tt.check {
			t.Errorf("Check(%d) = %v, want %s", tt.level, err, tt.check)
		}
		if got := levels.Known(tt.level); got != (tt.marshal == "") {
			t.Errorf("Known(%d) = %t", tt.level, got)
		}

		if err == nil {
			var back level
			if err := levels.Unmarshal(&back, text); err != nil || back != tt.level {
				t.Errorf("Unmarshal(%q) = %d, %v, want %d", text, back, err, tt.level)
			}
		}
	}

	if got, want := levels.OneOf(), "must be one of low, high"; got != want {
		t.Errorf("OneOf() = %q, want %q", got, want)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestUnmarshalRefuses(t *testing.T) {
	for _, text := range []string{"", "Low", " low", "unknown", "lo"} {
		kept := high
		err := levels.Unmarshal(&kept, []byte(text))
		if want := "level " + text + ": one of |low||high"; message(err) != want || kept != high {
			t.Errorf("Unmarshal(%q) = %d, %v, want %s", text, kept, err, want)
		}
	}
}

// Words do not change with the slice that they are made from.
func TestWordsAreCopied(t *testing.T) {
	words := []string{"a", "b"}
	w := enum.New[level]("x", unknown, words)
	words[0] = "z"
	if got := w.String(0) + w.String(1); got != "ab" {
		t.Errorf("words are %q", got)
	}
}
