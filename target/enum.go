package target

import "strings"

// enumText is the text of every value of an enumeration, by its number; an
// empty text stands for a number that has no value.
type enumText []string

func (t enumText) string(i uint8) string {
	if int(i) < len(t) && t[i] != "" {
		return t[i]
	}
	return "unknown"
}

func (t enumText) marshal(path string, i uint8) ([]byte, error) {
	if int(i) < len(t) && t[i] != "" {
		return []byte(t[i]), nil
	}
	return nil, &FieldError{Path: path, Value: i, Err: ErrUnknown, Remedy: t.allowed()}
}

func (t enumText) unmarshal(path string, text []byte) (uint8, error) {
	for i, s := range t {
		if s != "" && s == string(text) {
			return uint8(i), nil
		}
	}
	return 0, &FieldError{Path: path, Value: string(text), Err: ErrUnknown, Remedy: t.allowed()}
}

func (t enumText) allowed() string {
	var named []string
	for _, s := range t {
		if s != "" {
			named = append(named, s)
		}
	}
	return "one of " + strings.Join(named, ", ")
}
