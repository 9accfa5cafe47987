package strictjson

import (
	"bytes"
	"encoding/json"
	"iter"
)

// What follows splits a text that is known to be valid JSON, without copying
// any of it.

// Members yields the names and values of an object, which must be valid JSON, in
// the order of the text. Names are as they are written, in quotes. Names and values
// are parts of the text.
func Members(object []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		for i := space(object, 1); object[i] != '}'; {
			colon := end(object, i)
			name := object[i:colon]
			i = space(object, space(object, colon)+1)
			stop := end(object, i)
			if !yield(name, object[i:stop]) {
				return
			}
			i = next(object, stop)
		}
	}
}

// Elements yields the values of an array, which must be valid JSON, with their
// places. Values are parts of the text.
func Elements(array []byte) iter.Seq2[int, []byte] { return elements(array) }

// Unquote returns what a string of valid JSON stands for.
func Unquote(text []byte) string { return unquote(text) }

// members is Members with names without quotes and escapes.
func members(raw []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for name, value := range Members(raw) {
			if !yield(unquote(name), value) {
				return
			}
		}
	}
}

// elements yields the values of an array with their places.
func elements(raw []byte) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		n := 0
		for i := space(raw, 1); raw[i] != ']'; n++ {
			stop := end(raw, i)
			if !yield(n, raw[i:stop]) {
				return
			}
			i = next(raw, stop)
		}
	}
}

// next returns where the next member or element begins, or the bracket stands
// that ends the list.
func next(raw []byte, i int) int {
	i = space(raw, i)
	if raw[i] == ',' {
		i = space(raw, i+1)
	}
	return i
}

// space returns where the white space at i ends.
func space(raw []byte, i int) int {
	for raw[i] == ' ' || raw[i] == '\t' || raw[i] == '\n' || raw[i] == '\r' {
		i++
	}
	return i
}

// end returns where the name, member or element that begins at i ends.
func end(raw []byte, i int) int {
	depth := 0
	for {
		switch raw[i] {
		case '"':
			for i++; raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		default:
			if depth == 0 { // a number, true, false or null, which a bracket follows
				for bytes.IndexByte([]byte(" \t\n\r,]}"), raw[i]) < 0 {
					i++
				}
				return i
			}
		}

		i++
		if depth == 0 {
			return i
		}
	}
}

// unquote returns what a string of JSON stands for.
func unquote(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	_ = json.Unmarshal(raw, &s) // known to be valid
	return s
}
