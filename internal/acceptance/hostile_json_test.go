package acceptance_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/targetcascade/cascade/target"
)

// bombs are JSON values that cost more than they weigh, and texts that are no
// JSON at all.
var bombs = sync.OnceValue(func() map[string][]byte {
	const many = 50_000
	wide := func(element string) []byte {
		return []byte("[" + strings.Repeat(element+",", many-1) + element + "]")
	}
	return map[string][]byte{
		"a million brackets":   []byte(strings.Repeat("[", 1_000_000)),
		"a million levels":     []byte(strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000)),
		"nested objects":       []byte(strings.Repeat(`{"a":`, 9_000) + "1" + strings.Repeat("}", 9_000)),
		"many numbers":         wide("1"),
		"many texts":           wide(`""`),
		"many objects":         wide("{}"),
		"many members":         []byte("{" + strings.Repeat(`"a":1,`, many-1) + `"a":1}`),
		"a far exponent":       []byte("1e2000000000"),
		"a far negative one":   []byte(`"1e-2000000000"`),
		"a far exponent, text": []byte(`"1e2000000000"`),
		"a million digits":     []byte(strings.Repeat("7", 1_000_000)),
		"a million decimals":   []byte("0." + strings.Repeat("7", 1_000_000)),
		"digits, text":         []byte(`"` + strings.Repeat("7", 1_000_000) + `"`),
		"a text of 1 MiB":      []byte(`"` + long() + `"`),
		"not UTF-8":            []byte("\"\xff\xfe\""),
		"half a character":     []byte(`"\ud800"`),
		"nothing":              nil,
		"null":                 []byte("null"),
		"NaN":                  []byte("NaN"),
		"true":                 []byte("true"),
		"minus":                []byte("-1"),
		"a fraction":           []byte("1.5"),
		"an empty text":        []byte(`""`),
		"an empty object":      []byte("{}"),
		"an empty array":       []byte("[]"),
		"two values":           []byte("1 2"),
	}
})

// cuts lists where each value of a JSON text begins and ends, and where each
// object's first member does.
func cuts(data []byte) (values [][2]int, members [][2]int) {
	d := json.NewDecoder(bytes.NewReader(data))
	type level struct {
		object, first bool
		start, key    int
		inKey         bool
	}

	var stack []level
	begin := 0
	skip := func(at int) int {
		for at < len(data) && strings.IndexByte(" \t\n,:", data[at]) >= 0 {
			at++
		}
		return at
	}

	for {
		begin = skip(int(d.InputOffset()))
		token, err := d.Token()
		if err != nil {
			return values, members
		}

		end := int(d.InputOffset())
		var top *level
		if len(stack) > 0 {
			top = &stack[len(stack)-1]
		}
		closed := func(start int) {
			values = append(values, [2]int{start, end})
			if len(stack) > 0 && stack[len(stack)-1].object {
				up := &stack[len(stack)-1]
				if up.first {
					members = append(members, [2]int{up.key, end})
				}
				up.first, up.inKey = false, true
			}
		}

		switch token {
		case json.Delim('{'):
			stack = append(stack, level{object: true, first: true, start: begin, inKey: true})
		case json.Delim('['):
			stack = append(stack, level{start: begin})
		case json.Delim('}'), json.Delim(']'):
			start := top.start
			stack = stack[:len(stack)-1]
			closed(start)
		default:
			if top != nil && top.object && top.inKey {
				top.key, top.inKey = begin, false
				continue
			}
			closed(begin)
		}
	}
}

// TestHostileJSON puts every bomb in the place of every kind of value of every
// document, gives members twice, cuts texts short and turns bytes round.
func TestHostileJSON(t *testing.T) {
	if racing {
		t.Skip("nothing happens at the same time")
	}
	listed := documents()
	planted := 0 // over all documents, so that small ones have their turn
	for i, d := range slices.Concat(listed, keptDocuments()) {
		stride := 1
		if i >= len(listed) {
			stride = 7
		}

		t.Run(d.name, func(t *testing.T) {
			v, err := d.of()
			if err != nil {
				t.Fatal(err)
			}
			data, err := v.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			read := func(name string, data []byte) error {
				into := d.into()
				_, err := watch(t, d.name+" "+name, 64<<20+uint64(len(data))*64, func() (any, error) {
					return nil, into.UnmarshalJSON(data)
				})
				if err != nil && !reflect.DeepEqual(into, d.into()) {
					t.Errorf("%s: half of it was read", name)
				}
				return err
			}
			values, members := cuts(data)
			seen := map[string]bool{}
			names := slices.Sorted(maps.Keys(bombs()))
			for _, at := range values {
				// A place is the key before it, so one element of a list will do.
				place := string(data[max(0, bytes.LastIndexByte(data[:at[0]], '"')-20):at[0]])
				if at[1]-at[0] > 2000 && at[0] > 0 || seen[place] && at[0] > 0 {
					continue
				}
				seen[place] = true
				for _, name := range names {
					if planted++; planted%stride == 0 && chosen(planted/stride) {
						_ = read(fmt.Sprintf("%s at %d", name, at[0]), slices.Concat(
							data[:at[0]], bombs()[name], data[at[1]:],
						))
					}
				}
			}
			if isObject := data[0] == '{'; len(values) == 0 || isObject && (len(values) < 2 || len(members) == 0) {
				t.Fatalf("%d values and %d members found", len(values), len(members))
			}
			for _, at := range members {
				err := read(fmt.Sprintf("a member twice at %d", at[0]), slices.Concat(
					data[:at[1]], []byte(","), data[at[0]:],
				))
				if err == nil {
					t.Errorf("%s is read without an error", data[at[0]:at[1]])
				}
			}
			for at := range min(len(data), 500) {
				if !*full && at%29 > 0 {
					continue
				}
				if read(fmt.Sprintf("cut at %d", at), data[:at]) == nil {
					t.Errorf("the first %d bytes are read without an error", at)
				}
				turned := slices.Clone(data)
				turned[at] ^= 0x80
				if read(fmt.Sprintf("turned at %d", at), turned) == nil {
					t.Errorf("byte %d turned round is read without an error", at)
				}
			}
		})
	}
}

// keptDocuments are documents of all types that are kept as JSON and read themselves.
// One that documents has too is attacked in another form here. Most are read by the same
// code, so that each gets one bomb in seven, another one at each place.
func keptDocuments() []document {
	var all []document
	for _, k := range keptTypes() {
		into := func() json.Unmarshaler {
			u, _ := reflect.New(k.typ).Interface().(json.Unmarshaler)
			return u
		}
		if into() == nil || k.read != nil || k.refuses != "" || k.writeOnly != "" {
			continue
		}
		of := func() (json.Marshaler, error) {
			v, err := k.sample()
			if err != nil {
				return nil, err
			}
			return v.(json.Marshaler), nil
		}
		all = append(all, document{k.typ.String(), of, into})
	}
	return all
}

// keptTexts are the words of all types that are kept as a text.
func keptTexts(t *testing.T) map[encoding.TextUnmarshaler]string {
	all := map[encoding.TextUnmarshaler]string{}
	for _, k := range keptTypes() {
		into, isText := reflect.New(k.typ).Interface().(encoding.TextUnmarshaler)
		if !isText {
			continue
		}
		v, err := k.sample()
		if err != nil {
			t.Fatal(err)
		}
		word, err := v.(encoding.TextMarshaler).MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		all[into] = string(word)
	}
	return all
}

// TestHostileTexts reads every type that is one word from hostile texts.
func TestHostileTexts(t *testing.T) {
	for into, good := range keptTexts(t) {
		if err := into.UnmarshalText([]byte(good)); err != nil {
			t.Errorf("%T: %v", into, err)
		}
		before := fmt.Sprint(into)
		for _, bad := range []string{"\xff", "unknown", "0", good + "\x00", " " + good, strings.ToUpper(good) +
			".", long(), strings.Repeat(good, 100_000)} {
			_, err := watch(t, fmt.Sprintf("%T", into), most, func() (any, error) {
				return nil, into.UnmarshalText([]byte(bad))
			})
			if err == nil {
				t.Errorf("%T reads %.20q", into, bad)
			}
			if after := fmt.Sprint(into); after != before {
				t.Errorf("%T is %s after %.20q, and was %s", into, after, bad, before)
			}
		}
	}
	if _, err := target.ParsePeriod(long()); !errors.Is(err, target.ErrInvalid) {
		t.Errorf("ParsePeriod() = %v", err)
	}
}
