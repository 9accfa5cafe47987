// Package modeltest asks a model for answers, for the tests of the model and of
// the page.
package modeltest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/examples/playground/model"
)

// New returns a model.
func New(t testing.TB) *model.Model {
	t.Helper()
	m, err := model.New()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Menus returns what there is to choose from.
func Menus(t testing.TB, m *model.Model) []model.Menu {
	t.Helper()
	var menus []model.Menu
	decode(t, m.Menu(), &menus)
	return menus
}

// Opening returns the opening choice of a data set, which the caller may change.
func Opening(t testing.TB, m *model.Model, key string) model.Choice {
	t.Helper()
	for _, menu := range Menus(t, m) {
		if menu.Key == key {
			return menu.Opening
		}
	}
	t.Fatalf("no data set %q", key)
	return model.Choice{}
}

// Answer returns the answer to a choice.
func Answer(t testing.TB, m *model.Model, c model.Choice) model.Answer {
	t.Helper()
	var a model.Answer
	decode(t, m.Answer(Encode(t, c)), &a)
	return a
}

// A Change is a list of paths, such as "levels.province.stretch", and what is
// put there, in turn.
type Change []any

// Set is a change that sets something for single units.
func Set(settings ...model.Setting) Change { return Change{"units", settings} }

// With returns the choice with a change.
func With(t testing.TB, c model.Choice, change ...any) model.Choice {
	t.Helper()
	var fields map[string]any
	decode(t, Encode(t, c), &fields)
	for i := 0; i < len(change); i += 2 {
		keys := strings.Split(change[i].(string), ".")
		at := fields
		for _, key := range keys[:len(keys)-1] {
			at = at[key].(map[string]any)
		}
		at[keys[len(keys)-1]] = change[i+1]
	}

	var changed model.Choice
	decode(t, Encode(t, fields), &changed)
	return changed
}

// Encode returns the JSON of a value.
func Encode(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decode(t testing.TB, data []byte, to any) {
	t.Helper()
	if err := json.Unmarshal(data, to); err != nil {
		t.Fatal(err)
	}
}
